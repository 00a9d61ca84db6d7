using PimSim.Models;

namespace PimSim.Device;

/// <summary>Faults in the cells that hold something, by what they hold and what is wrong.</summary>
public sealed class FaultCounts
{
    private static readonly int Mechanisms = Enum.GetValues<FaultMechanism>().Length;

    private readonly long[] bits = new long[4];
    private readonly long[] faults = new long[4 * Mechanisms];
    private readonly long[] wrong = new long[4];

    /// <summary>What the code made of the stored words.</summary>
    public CorrectionCounts Corrections { get; } = new();

    /// <summary>Dead rows that hold something and were replaced by spare ones.</summary>
    public long RepairedRows { get; private set; }

    /// <summary>Dead rows that hold something and were not.</summary>
    public long UnrepairedRows { get; private set; }

    /// <summary>Bits of a kind: stored in all domains, or handed over for all images.</summary>
    public long Bits(TensorKind kind) => bits[(int)kind];

    /// <summary>Cells (dead rows: rows with a bit of the kind) that a mechanism hit; for reads and activations: bits inverted.</summary>
    public long Of(TensorKind kind, FaultMechanism mechanism) => faults[((int)kind * Mechanisms) + (int)mechanism];

    /// <summary>Bits that units read wrong every time.</summary>
    public long Wrong(TensorKind kind) => wrong[(int)kind];

    /// <summary>Adds the counts of <paramref name="other"/>.</summary>
    public void Add(FaultCounts other)
    {
        for (int k = 0; k < bits.Length; k++)
        {
            bits[k] += other.bits[k];
            wrong[k] += other.wrong[k];
        }

        for (int i = 0; i < faults.Length; i++)
        {
            faults[i] += other.faults[i];
        }

        RepairedRows += other.RepairedRows;
        UnrepairedRows += other.UnrepairedRows;
        Corrections.Add(other.Corrections);
    }

    /// <summary>Adds flips of latched copies.</summary>
    public void AddReads(ReadFlips flips)
    {
        for (int k = 0; k < bits.Length; k++)
        {
            Add((TensorKind)k, FaultMechanism.Read, flips.Counts[k]);
        }
    }

    /// <summary>Adds activations that were handed over, and how many of their bits were wrong.</summary>
    public void AddActivations(long handedOver, long inverted)
    {
        AddBits(TensorKind.Activations, handedOver);
        Add(TensorKind.Activations, FaultMechanism.BitError, inverted);
        AddWrong(TensorKind.Activations, inverted);
    }

    internal void AddBits(TensorKind kind, long count) => bits[(int)kind] += count;

    internal void Add(TensorKind kind, FaultMechanism mechanism, long count) => faults[((int)kind * Mechanisms) + (int)mechanism] += count;

    internal void AddWrong(TensorKind kind, long count) => wrong[(int)kind] += count;

    internal void AddDeadRow(bool repaired)
    {
        RepairedRows += repaired ? 1 : 0;
        UnrepairedRows += repaired ? 0 : 1;
    }
}
