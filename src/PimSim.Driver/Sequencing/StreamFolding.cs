using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// Makes loops of what repeats: a lowering writes the thresholds of eight positions one after another, in a store they are a loop whose operands step.
/// Only loops that fit into a page are made, since the host's program has none that could be cut.
/// </summary>
internal static class StreamFolding
{
    /// <summary>Longest body that is looked for.</summary>
    private const int LongestPeriod = 16;

    /// <summary>The same stream with fewer entries.</summary>
    /// <param name="nodes">What follows one another.</param>
    /// <param name="above">Loops around it.</param>
    /// <param name="capacity">Entries of a page.</param>
    public static IReadOnlyList<StreamNode> Fold(IReadOnlyList<StreamNode> nodes, int above, int capacity)
    {
        while (true)
        {
            List<StreamNode> folded = Pass(nodes, above, capacity);
            if (folded.Count == nodes.Count)
            {
                return folded;
            }

            nodes = folded;
        }
    }

    private static List<StreamNode> Pass(IReadOnlyList<StreamNode> nodes, int above, int capacity)
    {
        var result = new List<StreamNode>();
        for (int i = 0; i < nodes.Count;)
        {
            (StreamLoop? best, int taken, int most) = (null, 0, 0);
            int body = 2;
            for (int period = 1; period <= LongestPeriod && i + (2 * period) <= nodes.Count; period++)
            {
                StreamNode next = nodes[i + period - 1];
                body += next.Entries(1);
                if (body > capacity || next.Height + above >= InstructionFormat.Loops)
                {
                    break;
                }

                if (Repeat(nodes, i, period) is not { } loop || loop.Entries(0) > capacity)
                {
                    continue;
                }

                int saved = 0;
                for (int n = i; n < i + (period * loop.Count); n++)
                {
                    saved += nodes[n].Entries(InstructionFormat.Loops);
                }

                saved -= loop.Entries(InstructionFormat.Loops);
                (best, taken, most) = saved > most ? (loop, period * loop.Count, saved) : (best, taken, most);
            }

            result.Add(best ?? nodes[i]);
            i += best is null ? 1 : taken;
        }

        return result;
    }

    /// <summary>The longest loop from <paramref name="from"/> on whose body is <paramref name="period"/> nodes, or null.</summary>
    private static StreamLoop? Repeat(IReadOnlyList<StreamNode> nodes, int from, int period)
    {
        for (int n = 0; n < period; n++)
        {
            if (!nodes[from + n].Resembles(nodes[from + period + n]))
            {
                return null;
            }
        }

        FieldValues[] first = Values(nodes, from, period);
        FieldValues[] last = Values(nodes, from + period, period);
        FieldValues[] steps = Steps(first, last);
        int count = 2;
        for (int next = from + (2 * period); next + period <= nodes.Count; next += period, count++)
        {
            if (!Enumerable.Range(0, period).All(n => nodes[from + n].Resembles(nodes[next + n])))
            {
                break;
            }

            FieldValues[] values = Values(nodes, next, period);
            if (!Steps(last, values).AsSpan().SequenceEqual(steps))
            {
                break;
            }

            last = values;
        }

        var queue = new Queue<FieldValues>(steps);
        return new StreamLoop(nodes[from].First, count, [.. Enumerable.Range(from, period).Select(n => nodes[n].Wrap(0, queue))], InProgram: false);
    }

    private static FieldValues[] Values(IReadOnlyList<StreamNode> nodes, int from, int period) =>
        [.. Enumerable.Range(from, period).SelectMany(n => nodes[n].Instructions()).Select(i => FieldValues.Of(i.Operands))];

    private static FieldValues[] Steps(FieldValues[] from, FieldValues[] to) => [.. from.Zip(to, (a, b) => b - a)];
}
