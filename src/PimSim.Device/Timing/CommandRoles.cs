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
        ReadAutoPrecharge = standard.FindCommand("RDA");
        WriteAutoPrecharge = standard.FindCommand("WRA");
        RefreshBank = Find(standard, c => Has(c, CommandEffects.Refreshes) && c.Scope == LevelKind.Bank);
        EnterActivePowerDown = standard.FindCommand("PDEA");
        LeaveActivePowerDown = standard.FindCommand("PDXA");
        EnterPrechargedPowerDown = standard.FindCommand("PDEP");
        LeavePrechargedPowerDown = standard.FindCommand("PDXP");
        EnterSelfRefresh = standard.FindCommand("SREFEN");
        LeaveSelfRefresh = standard.FindCommand("SREFEX");
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

    /// <summary>RDA.</summary>
    public int ReadAutoPrecharge { get; }

    /// <summary>WRA.</summary>
    public int WriteAutoPrecharge { get; }

    /// <summary>REFpb.</summary>
    public int RefreshBank { get; }

    /// <summary>PDEA.</summary>
    public int EnterActivePowerDown { get; }

    /// <summary>PDXA.</summary>
    public int LeaveActivePowerDown { get; }

    /// <summary>PDEP.</summary>
    public int EnterPrechargedPowerDown { get; }

    /// <summary>PDXP.</summary>
    public int LeavePrechargedPowerDown { get; }

    /// <summary>SREFEN.</summary>
    public int EnterSelfRefresh { get; }

    /// <summary>SREFEX.</summary>
    public int LeaveSelfRefresh { get; }

    private static bool Has(CommandSpec c, CommandEffects e) => (c.Effects & e) == e;

    private static int Find(MemoryStandard standard, Func<CommandSpec, bool> predicate) =>
        standard.Commands.FirstOrDefault(predicate)?.Id ?? -1;
}
