namespace PimSim.Models;

/// <summary>Sizes of a near-bank processing unit.</summary>
public sealed record ProcessingUnitModel
{
    /// <summary>Banks that share a unit (2: an even/odd pair).</summary>
    public required int BanksPerUnit { get; init; }

    /// <summary>Bits compared at once: one column access of one chip.</summary>
    public required int LaneBits { get; init; }

    /// <summary>Input registers of <see cref="LaneBits"/> bits.</summary>
    public required int InputRegisters { get; init; }

    /// <summary>Accumulators.</summary>
    public required int Accumulators { get; init; }

    /// <summary>Bits of an accumulator.</summary>
    public required int AccumulatorBits { get; init; }

    /// <summary>What happens when an accumulator runs over.</summary>
    public required AccumulatorOverflow Overflow { get; init; }

    /// <summary>Entries of the threshold table.</summary>
    public required int ThresholdEntries { get; init; }

    /// <summary>SIMD number format.</summary>
    public required NumberFormat SimdFormat { get; init; }

    /// <summary>Vector registers of <see cref="LaneBits"/> bits.</summary>
    public required int VectorRegisters { get; init; }

    /// <summary>Entries of the instruction store.</summary>
    public required int InstructionEntries { get; init; }

    /// <summary>Who says what a unit command does.</summary>
    public SequencerKind Sequencer { get; init; }

    /// <summary>SIMD lanes: lane bits / format bits.</summary>
    public int SimdLanes => LaneBits / (SimdFormat == NumberFormat.Fp32 ? 32 : 16);
}
