using PimSim.Core;
using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>
/// One block of a chain network: a layer, and the pool, batch norm and sign that follow it. Evaluators and lowerings
/// work block by block.
/// </summary>
public sealed record LayerPlan
{
    /// <summary>The layer: a <see cref="ConvolutionNode"/> or a <see cref="DenseNode"/>.</summary>
    public required NetworkNode Layer { get; init; }

    /// <summary>The pool of the block, or null.</summary>
    public MaxPoolNode? Pool { get; init; }

    /// <summary>Where the pool stands; <see cref="PoolPosition.BeforeNorm"/> in a block without pool.</summary>
    public PoolPosition PoolPosition { get; init; }

    /// <summary>The batch norm of the block, or null. A block with batch norm has sign.</summary>
    public BatchNormNode? Norm { get; init; }

    /// <summary>Integer thresholds in the place of batch norm and sign, channels x <see cref="PerChannel"/>, or null.</summary>
    public DotThreshold[]? Thresholds { get; init; }

    /// <summary>Thresholds of each channel.</summary>
    public int PerChannel { get; init; } = 1;

    /// <summary>The planes of the block's output where it ends in several thresholds a channel, so that it is whole numbers; or null.</summary>
    public BitPlanes? OutputPlanes { get; init; }

    /// <summary>Whether the block ends in sign, so that its output is bits; else its output is whole numbers or the layer's results.</summary>
    public bool HasSign { get; init; }

    /// <summary>Whether the block decides: its output is bits or whole numbers that thresholds give.</summary>
    public bool HasThresholds => HasSign || OutputPlanes is not null;

    /// <summary>Shape of the block's input; a dense layer takes it in the order height, width, channel.</summary>
    public required ImageShape Input { get; init; }

    /// <summary>Whether the input is bits; else it is fp32 values, or whole numbers in bit planes.</summary>
    public required bool InputIsBits { get; init; }

    /// <summary>The planes of a binary layer whose input is whole numbers other than +-1, or null.</summary>
    public BitPlanes? InputPlanes { get; init; }

    /// <summary>Shape of the layer's results, before the pool.</summary>
    public required ImageShape LayerOutput { get; init; }

    /// <summary>Shape of the block's output.</summary>
    public required ImageShape Output { get; init; }

    /// <summary>
    /// How bits are pooled. True: an output is +1 iff any bit of its window is, whatever the threshold's direction (the
    /// pool stands after batch norm or sign). False: that for direction false, and +1 iff all are for direction true,
    /// which equals the maximum of the layer's results, then the threshold.
    /// </summary>
    public bool IgnoreDirection => PoolPosition != PoolPosition.BeforeNorm;

    /// <summary>The layer's name.</summary>
    public string Name => Layer.Name;

    /// <summary>The layer as a convolution, or null.</summary>
    public ConvolutionNode? Convolution => Layer as ConvolutionNode;

    /// <summary>The layer as a dense layer, or null.</summary>
    public DenseNode? Dense => Layer as DenseNode;

    /// <summary>The layer's stored weights.</summary>
    public WeightSet Weights => Convolution?.Weights ?? Dense?.Weights ?? throw NotALayer();

    /// <summary>Output channels of the layer.</summary>
    public int Channels => Convolution?.OutChannels ?? Dense?.Outputs ?? throw NotALayer();

    /// <summary>Whether the layer computes on bits with signs of weights; else it computes in fp32.</summary>
    public bool IsBinary => Weights is not RealWeights;

    /// <summary>K: positions of one output, padding included.</summary>
    public int Positions => Convolution is { } c
        ? c.KernelHeight * c.KernelWidth * (Input.Channels / c.Groups)
        : Input.Count;

    /// <summary>The largest magnitude of a binary layer's dot product.</summary>
    public long DotBound => (long)Positions * (InputPlanes?.Magnitude ?? 1);

    /// <summary>Signs and scale of a binary layer; made from the stored weights when these are of kind (a).</summary>
    /// <exception cref="UserErrorException">The scale overflows fp32.</exception>
    public BinarizedWeights Binarized() => Weights switch
    {
        BinarizedWeights weights => weights,
        ClippedWeights weights => BinarizedForm.Binarize(weights, Channels, Name),
        _ => throw new InternalErrorException($"layer '{Name}' is not binary"),
    };

    /// <summary>The thresholds of a binary block that has them, channels x <see cref="PerChannel"/>, folded where they are not given; limits lie within the bound of dot products.</summary>
    /// <param name="scale">The layer's scale.</param>
    public DotThreshold[] FoldedThresholds(float scale) => Thresholds is { } given
        ? Array.ConvertAll(given, t => t.Within((int)DotBound))
        : ThresholdFolding.FoldDots(Norm, scale, Channels, (int)DotBound);

    /// <summary>The border classes of the layer. Whole numbers hold a true 0 themselves, so they need no classes.</summary>
    public BorderClasses BorderClasses() => Convolution is { } c
        ? Bnn.BorderClasses.Of(InputPlanes is null ? c : c with { PaddingValue = PaddingValue.PlusOne }, Input)
        : Bnn.BorderClasses.OfDense(Input.Count);

    private InternalErrorException NotALayer() => new($"'{Layer.Name}' is planned as a layer but is a {Layer.GetType().Name}");
}
