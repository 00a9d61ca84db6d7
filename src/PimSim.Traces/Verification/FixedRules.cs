using PimSim.Models;

namespace PimSim.Traces;

/// <summary>The rules that are no constraint rows, as the ledger numbers them.</summary>
internal sealed class FixedRules
{
    public FixedRules(MemoryStandard standard, Ledger ledger)
    {
        Buses = [.. standard.Buses.Select(b => ledger.Rule(VerificationRules.BusPrefix + b.Name, RuleKind.Bus))];
        DataBus = ledger.Rule(VerificationRules.DataBus, RuleKind.Bus);
        RowOpen = ledger.Rule(VerificationRules.RowOpen, RuleKind.State);
        RowClosed = ledger.Rule(VerificationRules.RowClosed, RuleKind.State);
        OtherRow = ledger.Rule(VerificationRules.OtherRow, RuleKind.State);
        Refresh = ledger.Rule(VerificationRules.Refresh, RuleKind.State);
        Mode = ledger.Rule(VerificationRules.Mode, RuleKind.State);
        PowerDown = ledger.Rule(VerificationRules.PowerDown, RuleKind.State);
        Order = ledger.Rule(VerificationRules.Order, RuleKind.State);
    }

    /// <summary>By command bus.</summary>
    public IReadOnlyList<int> Buses { get; }

    public int DataBus { get; }

    public int RowOpen { get; }

    public int RowClosed { get; }

    public int OtherRow { get; }

    public int Refresh { get; }

    public int Mode { get; }

    public int PowerDown { get; }

    public int Order { get; }
}
