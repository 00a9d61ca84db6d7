using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Which commands enter and leave power-down and self-refresh; standards have no effects for that, names tell.</summary>
internal sealed class PowerCommands
{
    private static readonly (string Entry, string Exit)[] Pairs = [("PDEA", "PDXA"), ("PDEP", "PDXP"), ("SREFEN", "SREFEX")];

    private readonly int[] exitOf;
    private readonly bool[] exits;

    public PowerCommands(MemoryStandard standard)
    {
        exitOf = new int[standard.Commands.Count];
        exits = new bool[standard.Commands.Count];
        Array.Fill(exitOf, -1);
        foreach ((string entry, string exit) in Pairs)
        {
            int from = standard.FindCommand(entry);
            int to = standard.FindCommand(exit);
            if (from >= 0 && to >= 0)
            {
                exitOf[from] = to;
                exits[to] = true;
            }
        }

        ActiveEntry = standard.FindCommand("PDEA");
        PrechargedEntry = standard.FindCommand("PDEP");
        SelfRefreshEntry = standard.FindCommand("SREFEN");
        SelfRefreshExit = standard.FindCommand("SREFEX");
    }

    /// <summary>Enters power-down with a row open, or -1.</summary>
    public int ActiveEntry { get; }

    /// <summary>Enters power-down with all rows closed, or -1.</summary>
    public int PrechargedEntry { get; }

    /// <summary>From here on the device refreshes itself, or -1.</summary>
    public int SelfRefreshEntry { get; }

    /// <summary>From here on it does not, or -1.</summary>
    public int SelfRefreshExit { get; }

    /// <summary>The command that ends what this one enters, or -1 when it enters nothing.</summary>
    public int ExitOf(int command) => exitOf[command];

    /// <summary>True when the command ends a power-down or self-refresh.</summary>
    public bool IsExit(int command) => exits[command];
}
