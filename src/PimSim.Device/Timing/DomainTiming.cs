using PimSim.Models;

namespace PimSim.Device;

/// <summary>What one domain's program took: cycles by layer and phase, commands, standby cycles. Only integers.</summary>
public sealed class DomainTiming
{
    /// <summary>Number of <see cref="CommandPhase"/> values.</summary>
    public static readonly int Phases = Enum.GetValues<CommandPhase>().Length;

    private readonly int commands;

    internal DomainTiming(int layers, int commands)
    {
        Layers = layers;
        this.commands = commands;
        PhaseCycles = new long[layers * Phases];
        CommandCounts = new long[layers * commands];
        OperandSums = new long[layers * commands];
        ActiveCycles = new long[layers];
        PrechargedCycles = new long[layers];
        Accounts = [PhaseCycles, ActiveCycles, PrechargedCycles, CommandCounts, OperandSums];
    }

    /// <summary>Layers of the program.</summary>
    public int Layers { get; }

    /// <summary>Cycle after the last command or data beat of the program.</summary>
    public long EndCycle { get; internal set; }

    /// <summary>Cycle at which the first marked group was complete; 0 when nothing is marked.</summary>
    public long FirstMarkCycle { get; internal set; }

    /// <summary>Cycles by layer * phases + phase; sums to <see cref="EndCycle"/>.</summary>
    public long[] PhaseCycles { get; }

    /// <summary>Commands issued by layer * commands + id.</summary>
    public long[] CommandCounts { get; }

    /// <summary>Sum of the operand n (Count) by layer * commands + id.</summary>
    public long[] OperandSums { get; }

    /// <summary>Cycles with a row open in at least one bank, by layer.</summary>
    public long[] ActiveCycles { get; }

    /// <summary>Cycles with all banks closed, by layer; idle cycles after the end count to the last layer.</summary>
    public long[] PrechargedCycles { get; }

    /// <summary>Commands with id <paramref name="command"/> in one layer.</summary>
    public long CommandsOf(int layer, int command) => CommandCounts[(layer * commands) + command];

    /// <summary>Sum of the operand n of these commands.</summary>
    public long OperandsOf(int layer, int command) => OperandSums[(layer * commands) + command];

    /// <summary>Commands with id <paramref name="command"/> over all layers.</summary>
    public long TotalCommands(int command)
    {
        long sum = 0;
        for (int l = 0; l < Layers; l++)
        {
            sum += CommandCounts[(l * commands) + command];
        }

        return sum;
    }

    /// <summary>Cycles of one layer over all phases.</summary>
    public long LayerCycles(int layer) => PhaseCycles.AsSpan(layer * Phases, Phases).ToArray().Sum();

    /// <summary>Everything that only ever grows, as a whole.</summary>
    internal long[][] Accounts { get; }

    internal void CountCommand(int layer, int command, int operand)
    {
        int i = (layer * commands) + command;
        CommandCounts[i]++;
        OperandSums[i] += operand;
    }
}
