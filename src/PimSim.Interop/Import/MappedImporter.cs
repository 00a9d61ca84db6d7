using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>From a network read by a layer map to one of this program: the same steps, exactly, or a refusal.</summary>
internal sealed class MappedImporter
{
    // Beyond every sum of products, and far from the ends of its type.
    private const int MostLimit = 1 << 30;

    // Beyond the sums that a network may have.
    private const int MostBound = 1 << 24;

    private readonly MappedNetwork source;
    private readonly MappedItem[] items;
    private readonly InputEncoding input;
    private readonly List<NetworkNode> nodes = [];

    // Factors and terms that a sign, or the read-out, has yet to take into account.
    private MappedTail? tail;
    private bool isSignTaken;

    // The largest magnitude of what the next layer takes, where that is whole numbers.
    private int magnitude;

    private MappedImporter(MappedNetwork source)
    {
        this.source = source;
        bool endsInBits = source.Decision == ClassDecision.HighestFiring;
        items = [.. endsInBits ? source.Items.SkipLast(1) : source.Items];
        input = PixelImporter.Encoding(source.Input);
        magnitude = input.Levels?.Max(Math.Abs) ?? 0;
    }

    /// <summary>The network.</summary>
    /// <exception cref="UserErrorException">PIM1144: factors or a bias that nothing takes into account. PIM1132: scores that cannot be
    /// told apart. PIM1160: a batch norm without a deviation.</exception>
    public static BnnNetwork ToNetwork(MappedNetwork source) => new MappedImporter(source).Network();

    private BnnNetwork Network()
    {
        for (int i = 0; i < items.Length; i++)
        {
            Step(i);
        }

        return new BnnNetwork
        {
            Name = source.Name,
            Input = input,
            Classes = source.Classes.Count > 0 ? source.Classes : [.. Enumerable.Range(0, source.ClassCount).Select(c => $"{c}")],
            ReadOut = ReadOut(),
            Nodes = nodes,
        };
    }

    private ReadOut ReadOut()
    {
        if (source.Decision == ClassDecision.LargestSum)
        {
            return this.tail is null ? new ArgMaxReadOut() : this.tail.ReadOut();
        }

        return new HighestSetReadOut(source.Items[^1] is MappedThresholds thresholds ? Thresholds(thresholds)
            : this.tail is { Bound: > 0 } ? this.tail.Thresholds()
            : this.tail is null ? [.. Enumerable.Repeat(new DotThreshold(0, AtMost: false), source.ClassCount)]
            : throw Unused(this.tail));
    }

    private string[] Inputs() => [nodes.Count == 0 ? BnnNetwork.InputName : nodes[^1].Name];

    private void Step(int index)
    {
        switch (items[index])
        {
            case MappedDense dense:
                Layer(index, dense.Weights, dense.Bias, canKeepBias: true, (weights, bias) => new DenseNode
                {
                    Name = dense.Name,
                    Inputs = Inputs(),
                    Outputs = dense.Weights.Outputs,
                    Weights = weights,
                    Bias = bias,
                });
                break;
            case MappedConvolution convolution:
                Layer(index, convolution.Weights, convolution.Bias, canKeepBias: false, (weights, _) => Convolution(convolution, weights));
                break;
            case MappedMaxPool pool:
                nodes.Add(new MaxPoolNode { Name = pool.Name, Inputs = Inputs(), Size = pool.Size, Stride = pool.Stride });
                break;
            case MappedBatchNorm norm:
                BatchNorm(index, norm);
                break;
            case MappedThresholds thresholds:
                nodes.Add(ThresholdsNode(thresholds));
                break;
            default:
                Sign(items[index]);
                break;
        }
    }

    private void Layer(int index, MappedWeights weights, float[]? bias, bool canKeepBias, Func<WeightSet, float[]?, NetworkNode> node)
    {
        if (this.tail is not null)
        {
            throw Unused(this.tail);
        }

        float[] factors = weights.Scales ?? [.. Enumerable.Repeat(1f, weights.Outputs)];
        bool isBinary = weights.Signs is not null;
        bool isOneFactor = factors[0] > 0 && Array.TrueForAll(factors, f => f == factors[0]);
        float[]? terms = bias is null || Array.TrueForAll(bias, b => b == 0) ? null : bias;
        bool isKept = isBinary ? isOneFactor && terms is null : isOneFactor && factors[0] == 1 && (terms is null || canKeepBias);
        if (isKept && !NormEnds(index))
        {
            nodes.Add(node(isBinary ? Signs(weights, factors[0]) : new RealWeights(weights.Reals!), terms));
            return;
        }

        // With a negative factor the row is turned, so that a pool takes the maximum of rising values.
        nodes.Add(node(isBinary ? Signs(Turned(weights, factors), 1) : new RealWeights(TurnedReals(weights, factors)), null));
        int bound = isBinary ? (int)Math.Min(MostBound, (long)weights.Columns * Math.Max(1, magnitude)) : 0;
        this.tail = new MappedTail(items[index], bound, Array.ConvertAll(factors, f => Surd.From(Math.Abs(f))), Array.ConvertAll(terms ?? new float[factors.Length], t => Surd.From(t)));
    }

    /// <summary>Whether the layer's batch norm has no sign after it, or the last one, which is the read-out's: then it is part of the read-out.</summary>
    private bool NormEnds(int index)
    {
        MappedItem[] rest = [.. items.Skip(index + 1).Where(i => i is not MappedMaxPool)];
        return rest is [MappedBatchNorm];
    }

    private void BatchNorm(int index, MappedBatchNorm norm)
    {
        if (this.tail is not null)
        {
            this.tail = this.tail.Apply(norm);
            if (items.Skip(index + 1).FirstOrDefault(i => i is not MappedMaxPool) is not MappedSign)
            {
                return;
            }

            // Here and not at the sign: a pool between them takes the maximum of normalized values, which is that of their signs.
            Decide(norm.Name);
            return;
        }

        nodes.Add(new BatchNormNode
        {
            Name = norm.Name,
            Inputs = Inputs(),
            Gamma = norm.Gamma,
            Beta = norm.Beta,
            Mean = norm.Mean,
            Variance = norm.Variance,
            Epsilon = norm.Epsilon,
        });
    }

    private void Sign(MappedItem item)
    {
        if (this.tail is not null)
        {
            Decide(this.tail.Bound > 0 ? item.Name : $"{item.Name}-limit");
        }

        if (!isSignTaken)
        {
            nodes.Add(new SignNode { Name = item.Name, Inputs = Inputs() });
        }

        (isSignTaken, magnitude) = (false, 1);
    }

    /// <summary>Where the values are at least 0: thresholds on whole numbers, or a batch norm before the sign of reals.</summary>
    private void Decide(string name)
    {
        isSignTaken = this.tail!.Bound > 0;
        nodes.Add(isSignTaken ? new ThresholdNode { Name = name, Inputs = Inputs(), Thresholds = this.tail.Thresholds() } : RealNorm.Of(name, Inputs(), this.tail.Scale, this.tail.Offset));
        this.tail = null;
    }

    private ConvolutionNode Convolution(MappedConvolution item, WeightSet weights) => new()
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
        Weights = weights,
    };

    private NetworkNode ThresholdsNode(MappedThresholds item)
    {
        magnitude = item.ValuesOfOutput == 1 ? 1 : Math.Max(Math.Abs(item.Offset), Math.Abs(item.Offset + item.ValuesOfOutput));
        return item.ValuesOfOutput == 1
            ? new ThresholdNode { Name = item.Name, Inputs = Inputs(), Thresholds = Thresholds(item) }
            : new MultiThresholdNode { Name = item.Name, Inputs = Inputs(), PerChannel = item.ValuesOfOutput, Offset = item.Offset, Thresholds = Thresholds(item) };
    }

    private static DotThreshold[] Thresholds(MappedThresholds item) =>
        [.. Enumerable.Range(0, item.Values.Length).Select(i => new DotThreshold((int)Math.Clamp(item.SmallestFiringDot(i), -MostLimit, MostLimit), AtMost: false))];

    private static BinarizedWeights Signs(MappedWeights weights, float scale) => new(weights.Signs!.ToNegativeBits(), weights.Outputs * weights.Columns, scale);

    private static MappedWeights Turned(MappedWeights weights, float[] factors)
    {
        if (Array.TrueForAll(factors, f => f >= 0))
        {
            return weights;
        }

        SignMatrix turned = new(weights.Outputs, weights.Columns);
        for (int row = 0; row < weights.Outputs; row++)
        {
            for (int column = 0; column < weights.Columns; column++)
            {
                turned[row, column] = weights.Signs![row, column] != factors[row] < 0;
            }
        }

        return weights with { Signs = turned };
    }

    private static float[] TurnedReals(MappedWeights weights, float[] factors) =>
        [.. weights.Reals!.Select((w, i) => factors[i / weights.Columns] < 0 ? -w : w)];

    private static UserErrorException Unused(MappedTail tail) => new(
        "PIM1144",
        $"'{tail.Layer.Name}' has factors, a bias or a batch norm, and its results go on without a sign",
        tail.Layer.Place.File,
        "put a sign after it, or leave them out",
        tail.Layer.Place.Line,
        tail.Layer.Place.Column);
}
