using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>Weights of one tensor in any layout, brought into canonical order.</summary>
internal sealed class TensorWeights
{
    private const int ByteBits = 8;
    private const int MaxColumns = 1 << 28;

    private readonly NamedTensor tensor;
    private readonly MapWeights weights;
    private readonly MapPlace place;
    private readonly int inputs;
    private readonly long outputStep;
    private readonly long rowStep;
    private readonly long columnStep;
    private readonly long inputStep;

    /// <summary>Checks the tensor's shape; <paramref name="inputs"/> is what the layer before gives (a convolution: channels of a group).</summary>
    /// <exception cref="UserErrorException">PIM1061: the shape does not fit.</exception>
    public TensorWeights(NamedTensor tensor, MapWeights weights, MapPlace place, int inputs)
    {
        (this.tensor, this.weights, this.place, this.inputs) = (tensor, weights, place, inputs);
        string axes = weights.Layout switch
        {
            WeightLayout.OutIn => "oi",
            WeightLayout.InOut => "io",
            WeightLayout.Oihw => "oihw",
            WeightLayout.Hwio => "hwio",
            _ => "ohwi",
        };
        if (tensor.Shape.Count != axes.Length || tensor.Count == 0)
        {
            throw Misfit($"has the shape {tensor.ShapeText}; the axes {axes} are needed");
        }

        long step = 1;
        Dictionary<char, (int Size, long Step)> byAxis = [];
        for (int axis = axes.Length - 1; axis >= 0; axis--)
        {
            bool isPacked = weights.Packing != BitPacking.None && axis == axes.Length - 1;
            long stored = tensor.Shape[axis] * (isPacked ? (long)ElementBits : 1);
            byAxis.Add(axes[axis], (isPacked ? PackedInputs(axes[axis], stored) : tensor.Shape[axis], step));
            step *= stored;
        }

        (Outputs, outputStep) = byAxis['o'];
        (int found, inputStep) = byAxis['i'];
        (KernelHeight, rowStep) = byAxis.GetValueOrDefault('h', (1, 0));
        (KernelWidth, columnStep) = byAxis.GetValueOrDefault('w', (1, 0));
        if ((long)KernelHeight * KernelWidth * inputs > MaxColumns)
        {
            throw Misfit($"has the shape {tensor.ShapeText}, more than {MaxColumns} weights for one output");
        }

        if (found != inputs)
        {
            throw Misfit($"has the shape {tensor.ShapeText}, {found} inputs in axis 'i' of {axes}; the layer before gives {inputs}");
        }
    }

    /// <summary>Outputs.</summary>
    public int Outputs { get; }

    /// <summary>Kernel rows, 1 for a dense layer.</summary>
    public int KernelHeight { get; }

    /// <summary>Kernel columns, 1 for a dense layer.</summary>
    public int KernelWidth { get; }

    private int ElementBits => this.tensor.ElementType.SizeBytes() * ByteBits;

    /// <summary>All weights in the order output, kernel row, kernel column, input.</summary>
    /// <param name="sourceInput">For each input, which one of the file it is; null for the same.</param>
    /// <param name="scales">Factors of the outputs, or null.</param>
    /// <exception cref="UserErrorException">PIM1062: a weight that the convention does not allow.</exception>
    public MappedWeights Read(int[]? sourceInput, float[]? scales)
    {
        int columns = KernelHeight * KernelWidth * this.inputs;
        if (this.weights.Signs == SignConvention.Real)
        {
            return new MappedWeights(Outputs, columns, Signs: null, Reals(sourceInput, columns), scales);
        }

        SignMatrix signs = new(Outputs, columns);
        Func<long, bool> isPlus = this.weights.Packing == BitPacking.None ? Number() : PackedBit();
        ForEach(sourceInput, (output, column, at) => signs[output, column] = isPlus(at));
        return new MappedWeights(Outputs, columns, signs, Reals: null, scales);
    }

    private float[] Reals(int[]? sourceInput, int columns)
    {
        if (this.weights.Packing != BitPacking.None)
        {
            throw Wrong("is packed, which real weights cannot be", "say what a bit means: one-is-plus or one-is-minus");
        }

        float[] stored = this.tensor.ToSingles();
        if (!Array.TrueForAll(stored, float.IsFinite))
        {
            throw Wrong("has an element that is not finite", "train or export the network again");
        }

        float[] reals = new float[stored.Length];
        ForEach(sourceInput, (output, column, at) => reals[((long)output * columns) + column] = stored[at]);
        return reals;
    }

    private void ForEach(int[]? sourceInput, Action<int, int, long> visit)
    {
        for (int output = 0; output < Outputs; output++)
        {
            int column = 0;
            for (int y = 0; y < KernelHeight; y++)
            {
                for (int x = 0; x < KernelWidth; x++)
                {
                    for (int i = 0; i < this.inputs; i++, column++)
                    {
                        int source = sourceInput is null ? i : sourceInput[i];
                        visit(output, column, (output * outputStep) + (y * rowStep) + (x * columnStep) + (source * inputStep));
                    }
                }
            }
        }
    }

    private Func<long, bool> PackedBit()
    {
        if (this.weights.Packing == BitPacking.MsbFirst && ElementBits != ByteBits)
        {
            throw Wrong($"has elements of {ElementBits} bits", "pack highest bit first into bytes, or lowest bit first");
        }

        bool plus = this.weights.Signs switch
        {
            SignConvention.OneIsPlus => true,
            SignConvention.OneIsMinus => false,
            _ => throw Wrong("is packed", "say what a bit means: one-is-plus or one-is-minus"),
        };
        ReadOnlyMemory<byte> bytes = this.tensor.Bytes;
        int flip = this.weights.Packing == BitPacking.MsbFirst ? ByteBits - 1 : 0;
        return at => (((bytes.Span[(int)(at / ByteBits)] >> ((int)(at % ByteBits) ^ flip)) & 1) != 0) == plus;
    }

    private Func<long, bool> Number()
    {
        double[] values = this.tensor.ToDoubles();
        return at => this.weights.Signs switch
        {
            SignConvention.OneIsPlus when values[at] is 0 or 1 => values[at] == 1,
            SignConvention.OneIsMinus when values[at] is 0 or 1 => values[at] == 0,
            SignConvention.NonNegativeIsPlus when !double.IsNaN(values[at]) => values[at] >= 0,
            SignConvention.PositiveIsPlus when !double.IsNaN(values[at]) => values[at] > 0,
            SignConvention.NonZero when values[at] is < 0 or > 0 => values[at] > 0,
            _ => throw Wrong($"has the value {values[at]} at element {at}, which has no sign by the convention of the map", "correct 'signs', or export the weights again"),
        };
    }

    private int PackedInputs(char axis, long storedBits) => axis != 'i'
        ? throw Misfit("cannot be packed in this layout: its last axis is not the inputs")
        : storedBits == ((long)this.inputs + ElementBits - 1) / ElementBits * ElementBits
            ? this.inputs
            : throw Misfit($"has the shape {this.tensor.ShapeText}, {storedBits} bits in a row; {this.inputs} inputs packed into elements of {ElementBits} bits are needed");

    private UserErrorException Misfit(string why) => MapFault.Shape(this.place, $"tensor '{this.tensor.Name}' {why}", "correct 'layout' or 'packing', or the layer before");

    private UserErrorException Wrong(string why, string remedy) => MapFault.Value(this.place, $"tensor '{this.tensor.Name}' {why}", remedy);
}
