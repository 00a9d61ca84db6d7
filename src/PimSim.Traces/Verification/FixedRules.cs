using PimSim.Models;

namespace PimSim.Traces;

/// <summary>The rules that are no constraint rows, as the ledger numbers them.</summary>
internal sealed class FixedRules
{
    public FixedRules(MemoryStandard standard, Ledger ledger)
    {
        Buses = [.. standard.Buses.Select(b => ledger.Rule(VerificationRules.BusPrefix + b.Name))];
        DataBus = ledger.Rule(VerificationRules.DataBus);
        RowOpen = ledger.Rule(VerificationRules.RowOpen);
        RowClosed = ledger.Rule(VerificationRules.RowClosed);
        OtherRow = ledger.Rule(VerificationRules.OtherRow);
        Refresh = ledger.Rule(VerificationRules.Refresh);
        Mode = ledger.Rule(VerificationRules.Mode);
        PowerDown = ledger.Rule(VerificationRules.PowerDown);
        Order = ledger.Rule(VerificationRules.Order);
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
