using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>Writes a <see cref="PimProgram"/> from the first instruction to the last.</summary>
public sealed class ProgramBuilder
{
    private readonly List<ProgramInstruction> instructions = [];
    private readonly Stack<int> open = new();
    private readonly int layers;
    private int layer;
    private int barriers;

    /// <summary>Starts a program whose instructions count to <paramref name="layers"/> layers.</summary>
    public ProgramBuilder(int layers)
    {
        this.layers = layers;
    }

    /// <summary>Depth of the innermost open loop; strides name it.</summary>
    public byte Depth => (byte)(open.Count - 1);

    /// <summary>What follows counts to layer <paramref name="index"/>.</summary>
    public void SetLayer(int index) => layer = index;

    /// <summary>Appends a command.</summary>
    public void Command(int id, in CommandOperands operands, params OperandStride[] strides)
    {
        if (id < 0)
        {
            throw new InternalErrorException("a program uses a command that the standard does not have");
        }

        instructions.Add(new ProgramInstruction
        {
            Opcode = ProgramOpcode.Command,
            Command = id,
            Layer = layer,
            Operands = operands,
            Strides = strides,
        });
    }

    /// <summary>Opens a loop of <paramref name="count"/> iterations (0 skips it); close it with <see cref="EndLoop"/>.</summary>
    public void BeginLoop(int count)
    {
        if (open.Count == PimProgram.MaxDepth)
        {
            throw new InternalErrorException("program loops nest too deep");
        }

        instructions.Add(new ProgramInstruction { Opcode = ProgramOpcode.LoopBegin, Number = count, Depth = open.Count, Layer = layer });
        open.Push(instructions.Count - 1);
    }

    /// <summary>Closes the innermost loop.</summary>
    public void EndLoop()
    {
        int begin = open.Pop();
        instructions.Add(new ProgramInstruction { Opcode = ProgramOpcode.LoopEnd, Target = begin, Depth = open.Count, Layer = layer });
        instructions[begin].Target = instructions.Count - 1;
    }

    /// <summary>A loop around <paramref name="body"/>.</summary>
    public void Loop(int count, Action body)
    {
        BeginLoop(count);
        body();
        EndLoop();
    }

    /// <summary>Waits for the host, which works <paramref name="hostCycles"/> beyond its turnaround.</summary>
    public void Barrier(long hostCycles = 0) => instructions.Add(new ProgramInstruction
    {
        Opcode = ProgramOpcode.Barrier,
        Number = barriers++,
        Layer = layer,
        HostCycles = hostCycles,
    });

    /// <summary>Marks the end of a group of images.</summary>
    public void Mark() => instructions.Add(new ProgramInstruction { Opcode = ProgramOpcode.Mark, Layer = layer });

    /// <summary>The finished program.</summary>
    public PimProgram Build()
    {
        if (open.Count != 0)
        {
            throw new InternalErrorException("a program ends inside a loop");
        }

        return new PimProgram([.. instructions], layers);
    }
}
