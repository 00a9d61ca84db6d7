using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>Brings a layer map and the parameters that it describes together; shapes follow from the image.</summary>
internal sealed class MapResolver
{
    private const int MaxInputs = 1 << 26;

    private readonly LayerMap map;
    private readonly IMapParameters parameters;
    private readonly List<MappedItem> items = [];
    private MapShape shape;

    // Whether what comes next takes +-1, and not other whole numbers or reals.
    private bool isBits;

    // The same of the last layer with weights.
    private bool takesBits;

    private MapResolver(LayerMap map, IMapParameters parameters)
    {
        this.map = map;
        this.parameters = parameters;
        this.shape = new MapShape(map.Input.Height, map.Input.Width, map.Input.Channels);
        this.isBits = map.Input.Encoding is ThresholdPixels;
    }

    /// <summary>The network whose parameters are named tensors.</summary>
    /// <exception cref="UserErrorException">PIM1004: no such tensor. PIM1008: a threshold that is no integer. PIM1061 to PIM1065:
    /// map and tensors do not fit.</exception>
    public static MappedNetwork Resolve(LayerMap map, TensorArchive archive)
    {
        Expect(map, MapSource.Tensors);
        return new MapResolver(map, new TensorParameters(archive)).Network(map.Classes);
    }

    /// <summary>The network whose parameters are the files of a folder.</summary>
    /// <exception cref="UserErrorException">PIM1031, PIM1033, PIM1034: the folder. PIM1061 to PIM1065: map and folder do not fit.</exception>
    public static MappedNetwork Resolve(LayerMap map, PynqFolder folder)
    {
        Expect(map, MapSource.BnnPynq);
        IReadOnlyList<string> classes = map.Classes.Count == 0 && folder.Classes?.Count == map.ClassCount ? folder.Classes : map.Classes;
        return new MapResolver(map, new PynqParameters(PynqReader.Read(folder, map.Foldings))).Network(classes);
    }

    private static void Expect(LayerMap map, MapSource source)
    {
        if (map.Source != source)
        {
            throw new UserErrorException("PIM1064", $"the map describes another source than the file: 'source' is {map.Source}", map.File, "give a map for tensors with a file of tensors, and one for bnn-pynq with a folder");
        }
    }

    private MappedNetwork Network(IReadOnlyList<string> classes)
    {
        if (this.map.Items.Count == 0)
        {
            throw new UserErrorException("PIM1063", "the map names no layers", this.map.File, "a network has at least one layer");
        }

        foreach (MapItem item in this.map.Items)
        {
            MappedItem step = Step(item);
            this.isBits = step is MappedMaxPool ? this.isBits : step is MappedSign or MappedThresholds { ValuesOfOutput: 1 };
            this.items.Add(step);
        }

        MapPlace end = this.map.Items[^1].Place;
        if (this.shape.Count != this.map.ClassCount)
        {
            throw MapFault.At(end, "PIM1065", $"the last layer gives {this.shape}, the map has {this.map.ClassCount} classes", "the last layer gives one output for each class");
        }

        bool endsInBits = this.items[^1] is MappedThresholds { ValuesOfOutput: 1 } or MappedSign;
        return endsInBits == (this.map.Decision == ClassDecision.HighestFiring)
            ? new MappedNetwork(this.map.Name, this.map.Input, this.map.ClassCount, classes, this.map.Decision, this.items)
            : throw MapFault.Order(end, endsInBits ? "the largest sum is wanted of outputs that are bits" : "the highest firing output is wanted of outputs that are sums", "with 'decision: highest-firing' the network ends in thresholds or sign, with largest-sum it does not");
    }

    private MappedItem Step(MapItem item) => item switch
    {
        MapDense dense => Dense(dense),
        MapConvolution convolution => Convolution(convolution),
        MapMaxPool pool => Pool(pool),
        MapBatchNorm norm => BatchNorm(norm),
        MapThresholds thresholds => Thresholds(thresholds),
        _ => new MappedSign(item.Name, item.Place),
    };

    private MappedDense Dense(MapDense item)
    {
        bool isAmbiguous = this.shape.Height * (long)this.shape.Width > 1 && this.shape.Channels > 1;
        if (isAmbiguous && item.InputOrder == InputOrder.Unsaid)
        {
            throw MapFault.At(item.Place, "PIM1065", $"'{item.Name}' takes an image of {this.shape}, and the map does not say in which order", "write inputOrder: chw (PyTorch) or hwc (Keras)");
        }

        if (isAmbiguous && item.InputOrder == InputOrder.Chw && this.map.Source == MapSource.BnnPynq)
        {
            throw MapFault.At(item.Place, "PIM1065", $"'{item.Name}' takes an image with channels first, which folders do not have", "write inputOrder: hwc");
        }

        CheckInputs(item, this.shape.Count);
        this.takesBits = this.isBits;
        MappedWeights weights = this.parameters.Dense(item, this.shape);
        this.shape = new MapShape(1, 1, weights.Outputs);
        return new MappedDense(item.Name, item.Place, weights, Bias(item.Bias, item.Place));
    }

    private MappedConvolution Convolution(MapConvolution item)
    {
        if (this.shape.Channels % item.Groups != 0)
        {
            throw MapFault.At(item.Place, "PIM1065", $"'{item.Name}' has {item.Groups} groups for {this.shape.Channels} channels", "groups divide the channels");
        }

        this.takesBits = this.isBits;
        int channels = this.shape.Channels / item.Groups;
        CheckInputs(item, (long)channels * item.KernelHeight * item.KernelWidth);
        (MappedWeights weights, int kernelHeight, int kernelWidth) = this.parameters.Convolution(item, channels);
        this.shape = new MapShape(
            Slide(item, this.shape.Height, kernelHeight, item.Padding, item.Stride), Slide(item, this.shape.Width, kernelWidth, item.Padding, item.Stride), weights.Outputs);
        return new MappedConvolution(
            item.Name, item.Place, weights, Bias(item.Bias, item.Place), kernelHeight, kernelWidth, item.Stride, item.Padding, item.Border, item.Groups);
    }

    private MappedMaxPool Pool(MapMaxPool item)
    {
        this.shape = new MapShape(Slide(item, this.shape.Height, item.Size, 0, item.Stride), Slide(item, this.shape.Width, item.Size, 0, item.Stride), this.shape.Channels);
        return new MappedMaxPool(item.Name, item.Place, item.Size, item.Stride);
    }

    private MappedBatchNorm BatchNorm(MapBatchNorm item)
    {
        float[] Vector(string name, float absent) => name.Length > 0
            ? this.parameters.Vector(name, this.shape.Channels, item.Place)
            : [.. Enumerable.Repeat(absent, this.shape.Channels)];

        return new MappedBatchNorm(
            item.Name, item.Place, Vector(item.Gamma, 1), Vector(item.Beta, 0), Vector(item.Mean, 0), Vector(item.Variance, 1), (float)item.Epsilon);
    }

    private MappedThresholds Thresholds(MapThresholds item)
    {
        MappedWeights? before = this.items.Count == 0 ? null : this.items[^1] switch
        {
            MappedDense { Bias: null, Weights.Scales: null } dense => dense.Weights,
            MappedConvolution { Bias: null, Weights.Scales: null } convolution => convolution.Weights,
            _ => null,
        };
        if (before?.Signs is null)
        {
            throw MapFault.Order(item.Place, $"'{item.Name}' does not follow a binary layer without bias and scale", "thresholds compare the integer sums of the layer before them");
        }

        if (item.Domain == ThresholdDomain.Popcount && !this.takesBits)
        {
            throw MapFault.Order(item.Place, $"'{item.Name}' compares matching bits, but the layer before it takes numbers of several bits", "write domain: dot");
        }

        (long[] values, int ofOutput) = this.parameters.Thresholds(item, before.Outputs);
        return ofOutput == item.Count
            ? new MappedThresholds(item.Name, item.Place, values, ofOutput, item.Comparison, item.Domain, item.Factor, before.Columns, this.takesBits ? this.parameters.PaddedInputs : 0, item.Offset)
            : throw MapFault.At(item.Place, "PIM1142", $"'{item.Name}' has {ofOutput} thresholds for an output, the map says {item.Count}", $"write count: {ofOutput}, and with offset the number where none fires");
    }

    private float[]? Bias(string tensor, MapPlace place) => tensor.Length == 0 ? null : this.parameters.Vector(tensor, this.shape.Channels, place);

    private static void CheckInputs(MapItem item, long inputs)
    {
        if (inputs > MaxInputs)
        {
            throw MapFault.At(item.Place, "PIM1065", $"'{item.Name}' takes {inputs} inputs", $"at most {MaxInputs} can be taken: correct the shape of the image");
        }
    }

    private static int Slide(MapItem item, int size, int kernel, int padding, int stride)
    {
        long free = size + (2L * padding) - kernel;
        return free >= 0
            ? (int)(free / stride) + 1
            : throw MapFault.At(item.Place, "PIM1065", $"'{item.Name}' has a window of {kernel} on an image of {size} with padding {padding}", "correct the shape of the image, or the steps before");
    }
}
