using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>The commands that a controller issues of its own accord, found by what they do.</summary>
public sealed class CommandRoles
{
    /// <summary>Finds the roles in <paramref name="standard"/>; a missing one is -1.</summary>
    public CommandRoles(MemoryStandard standard)
    {
        Activate = Find(standard, c => Has(c, CommandEffects.Opens) && c.Scope == LevelKind.Bank);
        ActivateAll = Find(standard, c => Has(c, CommandEffects.Opens) && c.Mode == CommandMode.AllBank);
        PrechargeAll = Find(standard, c => c.Effects == CommandEffects.Closes && c.Scope != LevelKind.Bank);
        Precharge = Find(standard, c => c.Effects == CommandEffects.Closes && c.Scope == LevelKind.Bank);
        RefreshAll = Find(standard, c => Has(c, CommandEffects.Refreshes) && c.Scope is LevelKind.Rank or LevelKind.PseudoChannel && c.Name.StartsWith("REF", StringComparison.Ordinal));
        Read = standard.FindCommand("RD");
        Write = standard.FindCommand("WR");
        if (Activate < 0 || Precharge < 0 || PrechargeAll < 0 || Read < 0 || Write < 0)
        {
            throw new UserErrorException("PIM0600", $"standard '{standard.Name}' lacks a bank activate, a bank or all-bank precharge, RD or WR", null, "add the command to the standard's file");
        }
    }

    /// <summary>ACT.</summary>
    public int Activate { get; }

    /// <summary>ACTab.</summary>
    public int ActivateAll { get; }

    /// <summary>PREpb.</summary>
    public int Precharge { get; }

    /// <summary>PREab.</summary>
    public int PrechargeAll { get; }

    /// <summary>REFab.</summary>
    public int RefreshAll { get; }

    /// <summary>RD.</summary>
    public int Read { get; }

    /// <summary>WR.</summary>
    public int Write { get; }

    private static bool Has(CommandSpec c, CommandEffects e) => (c.Effects & e) == e;

    private static int Find(MemoryStandard standard, Func<CommandSpec, bool> predicate) =>
        standard.Commands.FirstOrDefault(predicate)?.Id ?? -1;
}
