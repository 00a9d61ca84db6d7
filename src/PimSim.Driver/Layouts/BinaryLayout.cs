using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Layout of a binary operation. A unit's column access holds LaneBits weights of one output channel; the channels of a
/// tile that share a chunk of the patch stand in one bank, side by side, so that a loop walks them.
/// </summary>
internal sealed class BinaryLayout : LayerLayout
{
    public required BinaryOperation Binary { get; init; }

    /// <summary>Column accesses that a patch takes.</summary>
    public required int Chunks { get; init; }

    /// <summary>The parts that counts are made of; several where accumulators cannot hold them at once.</summary>
    public required IReadOnlyList<CountSlice> Slices { get; init; }

    /// <summary>Thresholds that the host decides, of a layer in several slices: by set * channels + channel.</summary>
    public required ThresholdEntry[] HostEntries { get; init; }

    /// <summary>Whether counts come in parts, which the host adds and decides.</summary>
    public bool IsSliced => Slices.Count > 1;

    /// <summary>Whether units decide, so that threshold tables are uploaded.</summary>
    public bool HasTables => Binary.Thresholds is not null && !IsSliced;

    /// <summary>First output bit of the area where bits wait to be pooled.</summary>
    public required int StagingBit { get; init; }

    /// <summary>Sets of thresholds, one entry a channel each: border class * thresholds a channel + threshold.</summary>
    public int SetCount => (Binary.Thresholds?.ClassCount ?? 1) * Binary.ThresholdsPerChannel;

    /// <summary>Output bits of a unit for one position.</summary>
    public int BitsPerUnit(Tile tile) => Binary.ThresholdsPerChannel * tile.PerUnit;

    public bool Pools => Shape.WindowPositions > 1;

    public static BinaryLayout Create(UnitGeometry g, RowAllocator rows, int index, BinaryOperation operation)
    {
        LayerShape shape = operation.Shape;
        ProcessingUnitModel unit = g.Unit;
        IReadOnlyList<CountSlice> slices = Slice(g, operation);
        bool isSliced = slices.Count > 1;
        RequireClip(g, operation);
        if (operation is { Thresholds: null, Planes: not null, Weights: not StoredSigns })
        {
            throw new InternalErrorException($"layer '{operation.Name}' gives counts of inputs in planes with signs that only the device knows: whoever makes the workload must refuse that");
        }

        int perChannel = operation.ThresholdsPerChannel;
        int classes = (operation.Thresholds?.ClassCount ?? 1) * perChannel;
        int window = shape.WindowPositions;
        if (operation.Thresholds is null && window > 1)
        {
            throw new UserErrorException("PIM0703", $"layer '{operation.Name}' pools counts, which is not supported yet", null, "put the pool after a sign");
        }

        // PIM_POOL names the positions of a window in a byte.
        int registers = Math.Min(unit.InputRegisters, byte.MaxValue);
        int wpb = Math.Max(1, registers / window);

        // Several thresholds a channel take as many output bits: fewer windows at once.
        while (!isSliced && perChannel > 1 && wpb > 1 && perChannel * wpb * (window > 1 ? window + 1 : 1) > g.LaneBits)
        {
            wpb--;
        }

        int positions = Math.Min(registers, wpb * window);
        int wanted = UnitGeometry.Ceiling(shape.GroupOutputs, g.Units);
        int perUnit = new[]
        {
            wanted,
            unit.Accumulators / positions,
            g.ColumnsPerBank,
            isSliced ? wanted : unit.ThresholdEntries / classes,
            isSliced ? wanted : g.ColumnsPerBank * (g.LaneBits / ThresholdEntry.Bits) / classes,
            isSliced ? wanted : g.LaneBits / perChannel / (window > 1 ? positions + wpb : positions),
        }.Min();
        if (perUnit < 1)
        {
            throw new UserErrorException(
                "PIM0704",
                $"layer '{operation.Name}' needs {positions} accumulators, {positions * perChannel} output bits and {classes} threshold entries for one channel; the unit has {unit.Accumulators}, {unit.LaneBits} and {unit.ThresholdEntries}",
                null,
                "give the unit more of them, or fewer input registers");
        }

        int chunks = UnitGeometry.Ceiling(shape.PatchElements, g.LaneBits);
        int firstRow = rows.Used;
        var tiles = new List<Tile>();
        for (int group = 0; group < shape.Groups; group++)
        {
            for (int c = 0; c < shape.GroupOutputs; c += perUnit * g.Units)
            {
                tiles.Add(Place(g, rows, operation, isSliced, group, c, Math.Min(perUnit * g.Units, shape.GroupOutputs - c), chunks));
            }
        }

        int most = tiles.Max(t => t.PerUnit) * perChannel;
        int staging = window > 1 && !isSliced ? g.LaneBits - (positions * most) : g.LaneBits;
        return new BinaryLayout
        {
            Index = index,
            Operation = operation,
            Binary = operation,
            Tiles = tiles,
            MaxPositions = positions,
            WindowsPerBatch = wpb,
            BatchesPerReadOut = operation.Thresholds is null || isSliced ? 1 : staging / (wpb * most),
            Rows = rows.Used - firstRow,
            Chunks = chunks,
            Slices = slices,
            HostEntries = isSliced && operation.Weights is StoredSigns stored ? operation.Thresholds!.Fold(stored.Signs, stored.Scale) : [],
            StagingBit = staging,
            Windows = WindowOrder.Create(shape, operation.Thresholds?.ClassOfPosition),
        };
    }

    /// <summary>Where chunk <paramref name="chunk"/> of channel <paramref name="index"/> of every unit lies.</summary>
    public static ColumnPlace Weight(UnitGeometry g, Tile tile, int chunk, int index)
    {
        int perBank = g.ColumnsPerBank / tile.PerUnit;
        int perRow = perBank * g.Unit.BanksPerUnit;
        int inRow = chunk % perRow;
        return new ColumnPlace(tile.FirstRow + (chunk / perRow), inRow / perBank, (inRow % perBank * tile.PerUnit) + index);
    }

    private static Tile Place(UnitGeometry g, RowAllocator rows, BinaryOperation operation, bool isSliced, int group, int first, int channels, int chunks)
    {
        int perUnit = UnitGeometry.Ceiling(channels, g.Units);
        int chunksPerRow = g.ColumnsPerBank / perUnit * g.Unit.BanksPerUnit;
        int weightRows = UnitGeometry.Ceiling(chunks, chunksPerRow);
        int weights = rows.Take(weightRows);
        int thresholds = operation.Thresholds is null || isSliced ? -1 : rows.Take(1);
        int clip = operation.Weights is StoredClip ? rows.Take(1 + ClipRows(g, operation.Shape.PatchElements, perUnit)) : -1;
        return new Tile(group, (group * operation.Shape.GroupOutputs) + first, channels, perUnit, weights, weightRows)
        {
            ThresholdRow = thresholds,
            ClipRow = clip,
        };
    }

    /// <summary>Rows of the real weight set of a tile, after the row with the clip thresholds.</summary>
    private static int ClipRows(UnitGeometry g, int elements, int perUnit) => g.RowsFor(perUnit * UnitGeometry.Ceiling(elements, g.Lanes));

    /// <summary>
    /// All counts at once where accumulators hold them, or may run over; else in parts, which the host adds and decides. That takes
    /// thresholds whose signs the host knows, and whole pool windows in the registers.
    /// </summary>
    private static IReadOnlyList<CountSlice> Slice(UnitGeometry g, BinaryOperation operation)
    {
        ProcessingUnitModel unit = g.Unit;
        int chunks = UnitGeometry.Ceiling(operation.Shape.PatchElements, g.LaneBits);
        long counted = (long)chunks * g.LaneBits * operation.PlaneTotal;
        long most = (1L << unit.AccumulatorBits) - 1;
        bool isTooMuch = (counted > most && unit.Overflow == AccumulatorOverflow.Error) || operation.PlaneCount > unit.AccumulatorBits;
        if (isTooMuch && operation is { Thresholds: not null, Weights: StoredSigns } && unit.Overflow == AccumulatorOverflow.Error
            && operation.Shape.WindowPositions <= Math.Min(unit.InputRegisters, byte.MaxValue) && g.LaneBits <= Math.Min(most, ushort.MaxValue))
        {
            return CountSlice.Of(chunks, operation.PlaneCount, g.LaneBits, Math.Min(most, ushort.MaxValue));
        }

        if (isTooMuch)
        {
            throw new UserErrorException(
                "PIM0705",
                $"layer '{operation.Name}' counts up to {counted} mismatches; an accumulator of {unit.AccumulatorBits} bits holds {most}",
                null,
                "take wider accumulators, set unit.overflow to wrap or saturate, or put thresholds after the layer: then counts are added in parts");
        }

        if (counted > ushort.MaxValue && most > ushort.MaxValue && operation.Thresholds is null)
        {
            throw new UserErrorException(
                "PIM0705",
                $"layer '{operation.Name}' gives counts of up to {counted} mismatches; they are read out in 16 bits each",
                null,
                "put a sign after the layer, or make it smaller");
        }

        return [new CountSlice(0, chunks, 0, operation.PlaneCount)];
    }

    /// <summary>The scale of kind (a) is summed in 16 chains, which whole registers or lanes of one register must hold.</summary>
    private static void RequireClip(UnitGeometry g, BinaryOperation operation)
    {
        if (operation.Weights is not StoredClip)
        {
            return;
        }

        if (ClipLowering.Chains % g.Lanes != 0)
        {
            throw new UserErrorException(
                "PIM0711",
                $"layer '{operation.Name}' is stored with clip thresholds, whose sums run in {ClipLowering.Chains} chains; that cannot be cut to {g.Lanes} lanes",
                null,
                "store the binarized set, or take a unit whose lanes divide 16");
        }

        int needed = (ClipLowering.Chains / g.Lanes) + ClipLowering.OtherRegisters;
        if (needed > g.Unit.VectorRegisters)
        {
            throw new UserErrorException(
                "PIM0711",
                $"layer '{operation.Name}' is stored with clip thresholds, which take {needed} vector registers; the unit has {g.Unit.VectorRegisters}",
                null,
                "store the binarized set, or give the unit more vector registers");
        }
    }
}
