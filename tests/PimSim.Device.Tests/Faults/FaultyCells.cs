using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Domains whose rows 10 to 13 of all banks hold weights, row 20 thresholds.</summary>
internal static class FaultyCells
{
    public const int ThresholdRow = 20;

    public static DeviceModel Model(params string[] overrides) => DeviceModelLoader.Load("hbm2-2000-pim", overrides);

    public static FaultPlan Plan(DeviceModel model, ulong seed = 1, IReadOnlyDictionary<int, double>? activations = null, double? rewriteSeconds = null)
    {
        StoredKinds kinds = new(model.Organization);
        for (int bank = 0; bank < model.Organization.Banks; bank++)
        {
            for (int column = 0; column < model.Organization.ColumnAccesses; column++)
            {
                for (int row = 10; row < 14; row++)
                {
                    kinds.Set(new RowAddress(bank, row), column, 0, TensorKind.Weights);
                }

                kinds.Set(new RowAddress(bank, ThresholdRow), column, 0, TensorKind.Thresholds);
            }
        }

        return new FaultPlan(model, kinds, seed, activations ?? new Dictionary<int, double>(), rewriteSeconds);
    }

    /// <summary>Faults of the first <paramref name="domains"/> domains, whose cells hold <paramref name="pattern"/>.</summary>
    public static FaultCounts Count(FaultPlan plan, int domains = 8, ulong pattern = 0x5555_AAAA_0F0F_3333)
    {
        FaultCounts counts = new();
        for (int d = 0; d < domains; d++)
        {
            FaultCensus.Count(Cells(plan, d, pattern), new CellFaults(plan, d), counts, null);
        }

        return counts;
    }

    public static CellArrays Cells(FaultPlan plan, int domain, ulong pattern)
    {
        CellArrays cells = new(plan.Model.Organization, domain, 3);
        ulong[] words = [.. Enumerable.Repeat(pattern, cells.AccessWords)];
        foreach (RowAddress row in plan.Kinds.Rows)
        {
            foreach (int column in plan.Kinds.Columns(row))
            {
                cells.Write(row, column, words);
            }
        }

        return cells;
    }
}
