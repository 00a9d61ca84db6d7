using PimSim.Core;

namespace PimSim.Driver;

/// <summary>Where a block's parameters and what it spills lie, and how its work is cut.</summary>
internal sealed class BlockLayout
{
    private const int Registers = 16;

    private BlockLayout(UnitGeometry g, TrainingBlock block, int index)
    {
        Block = block;
        Index = index;
        LayerShape s = block.Shape;
        Outputs = new ChannelMap(g, s.OutChannels);
        Positions = s.WindowPositions;
        int room = Math.Min(g.Unit.InputRegisters, Registers / 2);
        int windows = Math.Max(1, room / Positions);
        while (block.IsBinary && windows > 1 && (Outputs.PerUnit * windows * Positions > g.Unit.Accumulators || ForwardRegisters(windows) > Registers))
        {
            windows--;
        }

        WindowsPerBatch = windows;
        int n = windows * Positions;
        Require(
            (!block.IsBinary || (n <= g.Unit.InputRegisters && Outputs.PerUnit * n <= g.Unit.Accumulators)) && ForwardRegisters(windows) <= Registers,
            $"pools {Positions} positions for {Outputs.PerUnit} channels a unit; the unit has {g.Unit.InputRegisters} input registers, {g.Unit.Accumulators} accumulators and {Registers} vector registers are used");
    }

    public TrainingBlock Block { get; }

    public int Index { get; }

    public LayerShape Shape => Block.Shape;

    /// <summary>Units and lanes of the output channels.</summary>
    public ChannelMap Outputs { get; }

    /// <summary>Positions of a pool window.</summary>
    public int Positions { get; }

    public int WindowsPerBatch { get; }

    /// <summary>Columns of a window and vector: result, gradient, and where windows have several positions place and a gradient for each.</summary>
    public int PerVector => Positions > 1 ? 3 + Positions : 2;

    /// <summary>For each block of images of a domain: lines image * pooled rows + row, a record a window.</summary>
    public IReadOnlyList<LineRegion> Windows { get; private init; } = [];

    /// <summary>A line a vector.</summary>
    public LineRegion Norm { get; private init; } = null!;

    /// <summary>Real weights: a line a vector, a record an element, a channel a lane. Binary ones: a line a channel of the unit, elements in lanes.</summary>
    public LineRegion Weights { get; private init; } = null!;

    /// <summary>Signs of binary weights as the XNOR lanes take them: a record a chunk, its columns the unit's channels.</summary>
    public LineRegion? Signs { get; private init; }

    /// <summary>The same transposed: a line a vector of input channels, a record as many output channels as a column has signs of, its columns the kernel's elements.</summary>
    public LineRegion? Transposed { get; private init; }

    public LineRegion? Scalars { get; private init; }

    /// <summary>Factor over deviation of standardized weights: a column for each channel of the unit, alike in all lanes.</summary>
    public LineRegion? Deviations { get; private init; }

    /// <summary>Input channels in lanes, for input gradients; null for the first block.</summary>
    public ChannelMap? Inputs { get; private init; }

    public int Elements => Shape.PatchElements;

    /// <summary>Kernel rows times columns.</summary>
    public int Taps => Shape.KernelHeight * Shape.KernelWidth;

    /// <summary>Vector registers for the places of the maxima of some windows.</summary>
    public int PlaceRegisters(int windows) => Positions > 1 ? windows : 0;

    /// <summary>Vectors whose scales are held in registers while signs are counted.</summary>
    public int ScaleRegisters => Block.ScalesChannels ? Outputs.Vectors : 1;

    public int ResultColumn(int vector) => vector * PerVector;

    public int GradientColumn(int vector) => (vector * PerVector) + 1;

    public int PlaceColumn(int vector) => (vector * PerVector) + 2;

    /// <summary>The gradient of one position of the window, 0 where another took it.</summary>
    public int PositionColumn(int vector, int position) => Positions > 1 ? (vector * PerVector) + 3 + position : GradientColumn(vector);

    public static BlockLayout Create(UnitGeometry g, RowAllocator rows, TrainingBlock block, int index, int slots)
    {
        LayerShape s = block.Shape;
        var plan = new BlockLayout(g, block, index);
        string name = $"block '{block.Name}'";
        Check(g, block, plan, index);
        int width = plan.Outputs.Vectors * plan.PerVector;
        ChannelMap? inputs = index > 0 ? new ChannelMap(g, s.Channels) : null;
        bool binary = block.IsBinary;
        int sums = ClipLowering.Chains / g.Lanes;
        return new BlockLayout(g, block, index)
        {
            Windows = [.. Enumerable.Range(0, slots).Select(_ => LineRegion.Take(g, rows, name, TrainingWorkload.BlockImages * s.PooledHeight, s.PooledWidth, width))],
            Norm = LineRegion.Take(g, rows, name, plan.Outputs.Vectors, 1, NormColumn.Count),
            Weights = binary
                ? LineRegion.Take(g, rows, name, plan.Outputs.PerUnit, UnitGeometry.Ceiling(plan.Elements, g.Lanes), ParameterColumn.Count + (block.Standardizes ? 1 : 0), sums)
                : LineRegion.Take(g, rows, name, plan.Outputs.Vectors, plan.Elements, ParameterColumn.Count),
            Signs = binary ? LineRegion.Take(g, rows, name, 1, UnitGeometry.Ceiling(plan.Elements, g.LaneBits), plan.Outputs.PerUnit) : null,
            Transposed = inputs is null ? null : LineRegion.Take(g, rows, name, inputs.Vectors, UnitGeometry.Ceiling(s.OutChannels, g.LaneBits / g.Lanes), plan.Taps),
            Scalars = binary ? LineRegion.Take(g, rows, name, 1, 1, ScalarColumn.Count) : null,
            Deviations = block.Standardizes ? LineRegion.Take(g, rows, name, 1, 1, plan.Outputs.PerUnit) : null,
            Inputs = inputs,
        };
    }

    private static void Check(UnitGeometry g, TrainingBlock block, BlockLayout plan, int index)
    {
        LayerShape s = block.Shape;
        plan.Require(s.Groups == 1 && s.PoolStride == s.PoolSize, "has groups, or windows of a pool that overlap");
        plan.Require(block.IsBinary == (index > 0), "is binary and first, or real and not first");
        plan.Require(g.Unit.VectorRegisters >= Registers, $"needs {Registers} vector registers; the unit has {g.Unit.VectorRegisters}");
        plan.Require(s.PooledWidth * g.Lanes <= g.LaneBits, $"gives {s.PooledWidth} signs a line and lane; the output buffer has {g.LaneBits} bits for {g.Lanes} lanes");
        if (!block.IsBinary)
        {
            return;
        }

        plan.Require(ClipLowering.Chains % g.Lanes == 0 && (ClipLowering.Chains / g.Lanes) + 4 <= WeightLines.FirstOwn, $"sums in {ClipLowering.Chains} chains, which {g.Lanes} lanes do not divide");
        plan.Require(s.PooledWidth * plan.Positions * 2 <= g.LaneBits, $"has {s.PooledWidth * plan.Positions} positions a line; a register holds {g.LaneBits / 2} numbers of -1, 0 and 1");
        int constants = ConstantElements(g, block);
        plan.Require(constants <= g.Unit.InputRegisters * g.Lanes, $"needs {constants} constants at once; the input registers hold {g.Unit.InputRegisters * g.Lanes} numbers");
        long counted = 2L * UnitGeometry.Ceiling(plan.Elements, g.LaneBits) * g.LaneBits;
        plan.Require(counted < 1L << g.Unit.AccumulatorBits, $"counts up to {counted}; an accumulator has {g.Unit.AccumulatorBits} bits");
        plan.Require(plan.InputTile(g) >= 1, $"takes {s.KernelHeight} rows of gradients at once; the input registers hold {g.Unit.InputRegisters * g.Lanes} numbers");
    }

    /// <summary>Registers of a batch of windows: results, places, the number of elements, scales.</summary>
    private int ForwardRegisters(int windows) => (windows * Positions) + PlaceRegisters(windows) + 1 + ScaleRegisters;

    /// <summary>Input elements that constants of an update take at most: the optimizer's with decay, then others, then a number for each lane.</summary>
    private static int ConstantElements(UnitGeometry g, TrainingBlock block) =>
        block.Standardizes ? (UnitGeometry.Ceiling(10, g.Lanes) + 1) * g.Lanes : block.Learns ? 11 : 7;

    /// <summary>Input pixels of a row whose gradients are summed at once.</summary>
    public int InputTile(UnitGeometry g) => Math.Min(
        Math.Min(Registers, Shape.Width), (g.Unit.InputRegisters * g.Lanes / Shape.KernelHeight) - Shape.KernelWidth + 1);

    /// <exception cref="UserErrorException">PIM0470: the device cannot train the block.</exception>
    private void Require(bool holds, string why)
    {
        if (!holds)
        {
            throw new UserErrorException(
                "PIM0470", $"block '{Block.Name}' cannot be trained on the device: it {why}", null, "take a unit with more registers, or another network");
        }
    }
}
