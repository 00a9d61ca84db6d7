namespace PimSim.Models;

/// <summary>A memory standard with a device's parameters put in: commands, buses and constraint rows in cycles.</summary>
public sealed class MemoryStandard
{
    /// <summary>Name, for example <c>hbm2</c>.</summary>
    public required string Name { get; init; }

    /// <summary>All commands; a command's id is its index.</summary>
    public required IReadOnlyList<CommandSpec> Commands { get; init; }

    /// <summary>All command buses.</summary>
    public required IReadOnlyList<CommandBus> Buses { get; init; }

    /// <summary>All timing rules.</summary>
    public required IReadOnlyList<ConstraintRow> Constraints { get; init; }

    /// <summary>The named parameters in cycles (tCK-rounded), for example RCD, CL, BL.</summary>
    public required IReadOnlyDictionary<string, long> Parameters { get; init; }

    /// <summary>Id of the command with this name, or -1.</summary>
    public int FindCommand(string name)
    {
        for (int i = 0; i < Commands.Count; i++)
        {
            if (string.Equals(Commands[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Id of the command that does <paramref name="operation"/>, or -1.</summary>
    public int FindCommand(PimOperation operation)
    {
        for (int i = 0; i < Commands.Count; i++)
        {
            if (Commands[i].Operation == operation)
            {
                return i;
            }
        }

        return -1;
    }
}
