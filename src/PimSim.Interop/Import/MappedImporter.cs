using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>From a network read by a layer map to one of this program: the same steps, exactly, or a refusal.</summary>
internal sealed class MappedImporter
{
    // Beyond every sum of products, and far from the ends of its type.
    private const int MostLimit = 1 << 30;

    private readonly MappedNetwork source;
    private readonly List<NetworkNode> nodes = [];

    private MappedImporter(MappedNetwork source)
    {
        this.source = source;
    }

    /// <summary>The network.</summary>
    /// <exception cref="UserErrorException">PIM1142: several thresholds for an output. PIM1143: factors of a binary layer's outputs that
    /// differ. PIM1144: a bias where none can be kept.</exception>
    public static BnnNetwork ToNetwork(MappedNetwork source) => new MappedImporter(source).Network();

    private BnnNetwork Network()
    {
        bool endsInBits = source.Decision == ClassDecision.HighestFiring;
        foreach (MappedItem item in endsInBits ? source.Items.SkipLast(1) : source.Items)
        {
            nodes.Add(Node(item));
        }

        return new BnnNetwork
        {
            Name = source.Name,
            Input = PixelImporter.Encoding(source.Input),
            Classes = source.Classes.Count > 0 ? source.Classes : [.. Enumerable.Range(0, source.ClassCount).Select(c => $"{c}")],
            ReadOut = endsInBits ? new HighestSetReadOut(LastThresholds()) : new ArgMaxReadOut(),
            Nodes = nodes,
        };
    }

    private DotThreshold[] LastThresholds() => source.Items[^1] is MappedThresholds thresholds
        ? Thresholds(thresholds)
        : [.. Enumerable.Repeat(new DotThreshold(0, AtMost: false), source.ClassCount)];

    private string[] Inputs() => [nodes.Count == 0 ? BnnNetwork.InputName : nodes[^1].Name];

    private NetworkNode Node(MappedItem item) => item switch
    {
        MappedDense dense => new DenseNode
        {
            Name = item.Name,
            Inputs = Inputs(),
            Outputs = dense.Weights.Outputs,
            Weights = Weights(item, dense.Weights),
            Bias = Bias(item, dense.Bias, dense.Weights.Signs is null),
        },
        MappedConvolution convolution => Convolution(convolution),
        MappedMaxPool pool => new MaxPoolNode { Name = item.Name, Inputs = Inputs(), Size = pool.Size, Stride = pool.Stride },
        MappedBatchNorm norm => new BatchNormNode
        {
            Name = item.Name,
            Inputs = Inputs(),
            Gamma = norm.Gamma,
            Beta = norm.Beta,
            Mean = norm.Mean,
            Variance = norm.Variance,
            Epsilon = norm.Epsilon,
        },
        MappedThresholds thresholds => new ThresholdNode { Name = item.Name, Inputs = Inputs(), Thresholds = Thresholds(thresholds) },
        _ => new SignNode { Name = item.Name, Inputs = Inputs() },
    };

    private ConvolutionNode Convolution(MappedConvolution item)
    {
        _ = Bias(item, item.Bias, canBeKept: false);
        return new ConvolutionNode
        {
            Name = item.Name,
            Inputs = Inputs(),
            OutChannels = item.Weights.Outputs,
            KernelHeight = item.KernelHeight,
            KernelWidth = item.KernelWidth,
            Stride = item.Stride,
            Padding = item.Padding,
            PaddingValue = item.Border switch
            {
                BorderValue.Plus => PaddingValue.PlusOne,
                BorderValue.Minus => PaddingValue.MinusOne,
                _ => PaddingValue.Zero,
            },
            Groups = item.Groups,
            Weights = Weights(item, item.Weights),
        };
    }

    /// <summary>A bias, where the layer can have one; a bias of zeros is none.</summary>
    private static float[]? Bias(MappedItem item, float[]? bias, bool canBeKept) => bias is null || bias.All(b => b == 0)
        ? null
        : canBeKept ? bias : throw Fault(item, "PIM1144", $"'{item.Name}' has a bias, which binary layers and convolutions cannot keep", "subtract it from the running mean of the batch normalization that follows, and leave it out of the map");

    private static WeightSet Weights(MappedItem item, MappedWeights weights)
    {
        if (weights.Signs is null)
        {
            return new RealWeights(weights.Reals!);
        }

        float scale = weights.Scales is null ? 1 : weights.Scales[0];
        bool differ = weights.Scales is not null && weights.Scales.Any(s => s != scale);
        return differ || !(scale > 0)
            ? throw Fault(item, "PIM1143", $"the outputs of '{item.Name}' have factors that differ or are not above 0", "divide the running mean and the standard deviation of the batch normalization that follows by them, and leave the factors out of the map")
            : new BinarizedWeights(weights.Signs.ToNegativeBits(), weights.Outputs * weights.Columns, scale);
    }

    private static DotThreshold[] Thresholds(MappedThresholds item) => item.ValuesOfOutput == 1
        ? [.. Enumerable.Range(0, item.Values.Length).Select(i => new DotThreshold((int)Math.Clamp(item.SmallestFiringDot(i), -MostLimit, MostLimit), AtMost: false))]
        : throw Fault(item, "PIM1142", $"'{item.Name}' has {item.ValuesOfOutput} thresholds for an output: activations of more than one bit are not supported", "export a network with one-bit activations (W1A1)");

    private static UserErrorException Fault(MappedItem item, string code, string message, string remedy) =>
        new(code, message, item.Place.File, remedy, item.Place.Line, item.Place.Column);
}
