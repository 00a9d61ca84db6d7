using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Writes a page as entries of the store. Operands that step with a loop around the page are put in: then there is one variant of the page for
/// every combination of these loops' counters.
/// </summary>
internal sealed class PageEncoder
{
    private readonly ProgramPage page;
    private readonly MemoryStandard standard;
    private readonly int[] counters;
    private readonly List<uint> entries = [];
    private readonly List<int> inside = [];

    private PageEncoder(ProgramPage page, MemoryStandard standard)
    {
        this.page = page;
        this.standard = standard;
        counters = new int[page.Around.Length];
    }

    /// <summary>
    /// Loops around the page, by depth from outside, whose counters change its instructions; entries of all variants, the innermost loop's
    /// counter fastest.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0491: an operand that no instruction holds. PIM0493: more variants than rows could hold.</exception>
    public static (int[] Loops, IReadOnlyList<uint[]> Variants) Encode(ProgramPage page, MemoryStandard standard, int mostVariants)
    {
        var encoder = new PageEncoder(page, standard);
        int[] loops = [.. page.Nodes.SelectMany(n => encoder.Outer(n, 0)).Distinct().Order()];
        long count = loops.Aggregate(1L, (product, d) => Math.Min(product * page.Around[d], int.MaxValue));
        if (count > mostVariants)
        {
            throw new UserErrorException(
                "PIM0493",
                $"instructions step with loops of {count} iterations that do not fit into the unit's store; the rows reserved for processing hold {mostVariants} variants",
                null,
                "set unit.instructionEntries to a larger number, or unit.sequencer to host");
        }

        return (loops, [.. Enumerable.Range(0, (int)count).Select(v => encoder.Variant(loops, v))]);
    }

    private uint[] Variant(int[] loops, int number)
    {
        for (int i = loops.Length - 1; i >= 0; i--)
        {
            number = Math.DivRem(number, page.Around[loops[i]], out counters[loops[i]]);
        }

        entries.Clear();
        foreach (StreamNode node in page.Nodes)
        {
            Write(node);
        }

        return [.. entries];
    }

    private IEnumerable<int> Outer(StreamNode node, int loops) => node switch
    {
        StreamLoop loop => loop.Body.SelectMany(n => Outer(n, loops + 1)),
        StreamInstruction i => i.Steps.Where(s => s.Up >= loops).Select(s => OuterLoop(s, loops)),
        _ => [],
    };

    private int OuterLoop(StreamStep step, int loops) => page.Around.Length - 1 - (step.Up - loops);

    private void Write(StreamNode node)
    {
        if (node is StreamLoop loop)
        {
            entries.Add(InstructionFormat.LoopBegin(loop.Count));
            inside.Add(loop.Count);
            foreach (StreamNode n in loop.Body)
            {
                Write(n);
            }

            inside.RemoveAt(inside.Count - 1);
            entries.Add(InstructionFormat.LoopEnd());
            return;
        }

        Write((StreamInstruction)node);
    }

    private void Write(StreamInstruction i)
    {
        CommandOperands o = i.Operands;
        FieldValues values = FieldValues.Of(o);
        foreach (StreamStep s in i.Steps)
        {
            int field = InstructionFormat.SteppedFields.ToList().IndexOf(s.Field);
            if (s.Up < inside.Count)
            {
                entries.Add(InstructionFormat.Step(field, s.Up, s.Step));
            }
            else
            {
                values = values.Plus(s.Field, s.Step * counters[OuterLoop(s, inside.Count)]);
            }
        }

        RequireRoom(i, values);
        if (InstructionFormat.HasSecondStride(i.Operation, o))
        {
            entries.Add(InstructionFormat.SecondStride(o.Groups));
        }

        ulong instruction = InstructionFormat.Encode(i.Operation, values.In(o));
        entries.Add((uint)instruction);
        if (!InstructionFormat.IsShort(i.Operation))
        {
            entries.Add((uint)(instruction >> InstructionFormat.EntryBits));
        }
    }

    /// <summary>Every operand is within its field whatever the counters of the page's loops are.</summary>
    private void RequireRoom(StreamInstruction i, FieldValues values)
    {
        CommandSpec c = standard.Commands[standard.FindCommand(i.Operation)];
        foreach (OperandField field in InstructionFormat.SteppedFields)
        {
            long least = values[field];
            long most = values[field];
            foreach (StreamStep s in i.Steps.Where(s => s.Field == field && s.Up < inside.Count))
            {
                long span = (long)s.Step * (inside[inside.Count - 1 - s.Up] - 1);
                (least, most) = (least + Math.Min(0, span), most + Math.Max(0, span));
            }

            string name = field.ToString().ToLowerInvariant();
            InstructionStream.Require(c, name, (int)Math.Max(int.MinValue, least), InstructionFormat.MaxField);
            InstructionStream.Require(c, name, (int)Math.Min(int.MaxValue, most), InstructionFormat.MaxField);
        }
    }
}
