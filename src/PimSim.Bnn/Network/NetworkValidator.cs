using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>Walks a network once, in its order, collecting shapes and faults; faulty nodes have no shape.</summary>
internal sealed class NetworkValidator
{
    /// <summary>The most elements a tensor may have: enough for any net of interest, far from overflow.</summary>
    public const int MaxElements = 1 << 28;

    private readonly BnnNetwork network;
    private readonly string? file;
    private readonly Dictionary<string, ImageShape> shapes = new(StringComparer.Ordinal);

    public NetworkValidator(BnnNetwork network, string? file)
    {
        this.network = network;
        this.file = file;
    }

    public List<Diagnostic> Faults { get; } = [];

    public Dictionary<string, ImageShape> Run()
    {
        CheckInput(this.network.Input);
        var names = new HashSet<string>(StringComparer.Ordinal) { BnnNetwork.InputName };
        foreach (NetworkNode node in this.network.Nodes)
        {
            if (string.IsNullOrWhiteSpace(node.Name) || !names.Add(node.Name))
            {
                Fault("PIM0402", $"the name '{node.Name}' is empty, taken or reserved", "give every node a name of its own");
                continue;
            }

            if (InputShape(node) is { } input && OutputShape(node, input) is { } output)
            {
                shapes.Add(node.Name, output);
            }
        }

        if (Faults.Count == 0)
        {
            CheckUses();
        }

        CheckClasses();
        Faults.AddRange(ReadOutChecks.Find(this.network, this.file));
        return shapes;
    }

    private void CheckInput(InputEncoding input)
    {
        if (!ShapeFits(input.Height, input.Width, input.Channels))
        {
            Fault("PIM0401", $"images of {input.Height}x{input.Width}x{input.Channels} pixels are not possible", "sizes are positive");
            return;
        }

        if (input.Levels is not null)
        {
            Diagnostic[] faults = [.. LevelChecks.Find(input, this.file)];
            Faults.AddRange(faults);
            if (faults.Length == 0)
            {
                shapes.Add(BnnNetwork.InputName, new ImageShape(input.Height, input.Width, input.Channels));
            }

            return;
        }

        if (input.Mean.Count != input.Channels || input.Deviation.Count != input.Channels)
        {
            Fault("PIM0401", $"{input.Channels} channels have {input.Mean.Count} means and {input.Deviation.Count} deviations", "one of each a channel");
            return;
        }

        shapes.Add(BnnNetwork.InputName, new ImageShape(input.Height, input.Width, input.Channels));
        for (int c = 0; c < input.Channels; c++)
        {
            // The pixel's value is monotone in the pixel, so the ends bound it.
            if (!float.IsFinite(input.Encode(0, c)) || !float.IsFinite(input.Encode(255, c)))
            {
                Fault("PIM0401", $"mean {input.Mean[c]} and deviation {input.Deviation[c]} of channel {c} give no finite pixels", "a deviation is not 0");
            }
        }
    }

    private void CheckClasses()
    {
        if (this.network.Nodes.Count == 0)
        {
            Fault("PIM0400", "the network has no nodes", "a network has at least one layer");
        }
        else if (shapes.TryGetValue(this.network.Nodes[^1].Name, out ImageShape last) && last.Count != this.network.Classes.Count)
        {
            Fault("PIM0412", $"{this.network.Classes.Count} classes are named, the last node '{this.network.Nodes[^1].Name}' has {last.Count} outputs", "name one class for each output");
        }
    }

    /// <summary>Every node but the last is there for another one.</summary>
    private void CheckUses()
    {
        var used = new HashSet<string>(this.network.Nodes.SelectMany(n => n.Inputs), StringComparer.Ordinal);
        foreach (NetworkNode node in this.network.Nodes.SkipLast(1).Where(n => !used.Contains(n.Name)))
        {
            Fault(node, "PIM0715", "is taken by no other node", "leave it out, or let it be the last one");
        }
    }

    /// <summary>The shape of the input, of both inputs of an addition.</summary>
    private ImageShape? InputShape(NetworkNode node)
    {
        int wanted = node is AddNode ? 2 : 1;
        if (node.Inputs.Count != wanted)
        {
            Fault(node, "PIM0404", $"takes {wanted} input{(wanted > 1 ? "s" : "")}, {node.Inputs.Count} are given", "name the node it follows, for an addition both");
            return null;
        }

        ImageShape?[] inputs = [.. node.Inputs.Select(input => InputShape(node, input))];
        if (inputs is [{ } a, { } b] && a != b)
        {
            Fault(node, "PIM0713", $"adds {a} and {b}", "both inputs have the same shape");
            return null;
        }

        return Array.TrueForAll(inputs, i => i is not null) ? inputs[0] : null;
    }

    private ImageShape? InputShape(NetworkNode node, string input)
    {
        if (shapes.TryGetValue(input, out ImageShape shape))
        {
            return shape;
        }

        bool later = this.network.Nodes.SkipWhile(n => n != node).Any(n => string.Equals(n.Name, input, StringComparison.Ordinal));
        bool exists = later || this.network.Nodes.Any(n => string.Equals(n.Name, input, StringComparison.Ordinal));
        if (later)
        {
            Fault(node, "PIM0403", $"takes '{input}', which does not come before it", "order the nodes so that inputs come first, without cycles");
        }
        else if (!exists && !string.Equals(input, BnnNetwork.InputName, StringComparison.Ordinal))
        {
            Fault(node, "PIM0403", $"takes '{input}', which does not exist", $"name an earlier node or '{BnnNetwork.InputName}'");
        }

        return null;
    }

    private ImageShape? OutputShape(NetworkNode node, ImageShape input)
    {
        switch (node)
        {
            case ConvolutionNode convolution:
                return Convolution(convolution, input);
            case DenseNode dense:
                return Dense(dense, input);
            case MaxPoolNode pool:
                return Pool(node, input, pool.Size, pool.Stride, pool.Padding);
            case AveragePoolNode pool:
                return Pool(node, input, pool.Size, pool.Stride, 0);
            case AddNode:
                return input;
            case BatchNormNode norm:
                return Unless(NormChecks.Find(norm, input.Channels, this.file), input);
            case SignNode:
                return input;
            case ThresholdNode threshold:
                return Unless(ThresholdChecks.Find(threshold, input.Channels, this.file), input);
            case MultiThresholdNode threshold:
                return Unless(ThresholdChecks.Find(threshold, input.Channels, this.file), input);
            default:
                Fault(node, "PIM0414", $"is a {node.GetType().Name}, which is not supported yet", null);
                return null;
        }
    }

    private ImageShape? Unless(IEnumerable<Diagnostic> found, ImageShape shape)
    {
        int before = Faults.Count;
        Faults.AddRange(found);
        return Faults.Count == before ? shape : null;
    }

    private ImageShape? Convolution(ConvolutionNode node, ImageShape input)
    {
        if (node.OutChannels < 1 || node.KernelHeight < 1 || node.KernelWidth < 1 || node.Stride < 1 || node.Groups < 1
            || node.Padding is < 0 or > MaxElements || !Enum.IsDefined(node.PaddingValue))
        {
            Fault(node, "PIM0405", "has a size, stride, padding or group count out of range", "sizes, stride and groups are positive, padding is not negative");
            return null;
        }

        if (input.Channels % node.Groups != 0 || node.OutChannels % node.Groups != 0)
        {
            Fault(node, "PIM0406", $"has {node.Groups} groups for {input.Channels} input and {node.OutChannels} output channels", "groups divide both");
            return null;
        }

        long freeRows = input.Height + (2L * node.Padding) - node.KernelHeight;
        long freeColumns = input.Width + (2L * node.Padding) - node.KernelWidth;
        if (freeRows < 0 || freeColumns < 0)
        {
            Fault(node, "PIM0407", $"has a {node.KernelHeight}x{node.KernelWidth} kernel, larger than the padded image ({input}, padding {node.Padding})", null);
            return null;
        }

        long outHeight = (freeRows / node.Stride) + 1;
        long outWidth = (freeColumns / node.Stride) + 1;
        return CheckWeights(node, node.Weights, node.OutChannels, [node.KernelHeight, node.KernelWidth, input.Channels / node.Groups])
            ? Fit(node, outHeight, outWidth, node.OutChannels)
            : null;
    }

    private ImageShape? Dense(DenseNode node, ImageShape input)
    {
        if (node.Outputs < 1)
        {
            Fault(node, "PIM0405", $"has {node.Outputs} outputs", "at least one");
            return null;
        }

        if (node.Bias is { } bias)
        {
            if (node.Weights is not RealWeights)
            {
                Fault(node, "PIM0410", "is binary and has a bias", "fold the bias into the batch norm's mean");
            }

            if (bias.Length != node.Outputs || !Array.TrueForAll(bias, float.IsFinite))
            {
                Fault(node, "PIM0410", $"has {bias.Length} biases for {node.Outputs} outputs, or one that is not finite", "one finite bias an output");
            }
        }

        return CheckWeights(node, node.Weights, node.Outputs, [input.Count]) ? Fit(node, 1, 1, node.Outputs) : null;
    }

    private ImageShape? Pool(NetworkNode node, ImageShape input, int size, int stride, int padding)
    {
        if (size < 1 || stride < 1)
        {
            Fault(node, "PIM0405", $"has size {size} and stride {stride}", "both are positive");
            return null;
        }

        if (padding < 0 || padding >= size)
        {
            Fault(node, "PIM0714", $"has windows of {size} and a padding of {padding}", "padding is not negative and less than the size");
            return null;
        }

        long freeRows = input.Height + (2L * padding) - size;
        long freeColumns = input.Width + (2L * padding) - size;
        if (freeRows < 0 || freeColumns < 0)
        {
            Fault(node, "PIM0407", $"has a window of {size}, larger than the image ({input})", null);
            return null;
        }

        return Fit(node, (freeRows / stride) + 1, (freeColumns / stride) + 1, input.Channels);
    }

    private bool CheckWeights(NetworkNode node, WeightSet weights, int outputs, ReadOnlySpan<int> window)
    {
        Int128 positions = 1;
        foreach (int size in window)
        {
            positions *= size;
        }

        if (positions * outputs > MaxElements || (weights is not RealWeights && positions > IntegerThreshold.MaxPositions))
        {
            Fault(node, "PIM0413", $"has {positions} positions for each of {outputs} outputs, more than can be held", null);
            return false;
        }

        foreach (Diagnostic fault in WeightChecks.Find(node.Name, weights, (int)positions * outputs, this.file))
        {
            Faults.Add(fault);
        }

        return true;
    }

    private ImageShape? Fit(NetworkNode node, long height, long width, int channels)
    {
        if (ShapeFits(height, width, channels))
        {
            return new ImageShape((int)height, (int)width, channels);
        }

        Fault(node, "PIM0413", $"has an output of {height}x{width}x{channels}, more than can be held", null);
        return null;
    }

    private static bool ShapeFits(long height, long width, int channels) =>
        height > 0 && width > 0 && channels > 0 && (Int128)height * width * channels <= MaxElements;

    private void Fault(NetworkNode node, string code, string message, string? remedy) => Fault(code, $"node '{node.Name}' {message}", remedy);

    private void Fault(string code, string message, string? remedy) => Faults.Add(new Diagnostic(code, message, this.file, Remedy: remedy));
}
