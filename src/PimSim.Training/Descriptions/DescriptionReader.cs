using System.Globalization;
using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Training;

/// <summary>Reads descriptions of networks to train (<c>format: pimsim-network/1</c>), all faults at once. docs/training.md has the format.</summary>
internal sealed class DescriptionReader
{
    /// <summary>The format's name and version.</summary>
    public const string Format = "pimsim-network/1";

    private const int MaxSize = 1 << 16;
    private const int MaxKernel = 64;
    private const int MaxBlocks = 256;
    private static readonly string[] Kinds = ["convolution", "dense", "residual", "average-pool"];

    private static readonly Dictionary<string, PaddingValue> PadValues = new(StringComparer.Ordinal)
    {
        ["zero"] = PaddingValue.Zero,
        ["plus-one"] = PaddingValue.PlusOne,
        ["minus-one"] = PaddingValue.MinusOne,
    };

    private static readonly Dictionary<string, bool> Shortcuts = new(StringComparer.Ordinal) { ["convolution"] = true, ["block"] = false };

    private readonly YamlMapReader top;

    private DescriptionReader(YamlMapReader top)
    {
        this.top = top;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">PIM0100 to PIM0112: the YAML, its keys and values.</exception>
    public static NetworkDescription Load(string path)
    {
        DiagnosticBag diagnostics = new();
        return Read(StrictYaml.Load(path, diagnostics), path, diagnostics);
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="UserErrorException">As for <see cref="Load"/>.</exception>
    public static NetworkDescription Parse(string text, string file)
    {
        DiagnosticBag diagnostics = new();
        return Read(StrictYaml.Parse(text, file, diagnostics), file, diagnostics);
    }

    private static NetworkDescription Read(YamlMapping? root, string file, DiagnosticBag diagnostics)
    {
        diagnostics.ThrowIfErrors();
        DescriptionReader reader = new(new YamlMapReader(root!, "", new YamlContext(file, diagnostics, Overrides: null)));
        NetworkDescription? description = reader.top.Format(Format) ? reader.Network(file) : null;
        diagnostics.ThrowIfErrors();
        return description!;
    }

    private NetworkDescription Network(string file)
    {
        string name = this.top.Text("name", required: false);
        var description = new NetworkDescription { Name = name.Length > 0 ? name : Path.GetFileNameWithoutExtension(file), Layers = Layers() };
        if (this.top.Map("input", required: false) is { } input)
        {
            description = Input(description, input);
            input.Finish();
        }

        this.top.Finish();
        return description;
    }

    private static NetworkDescription Input(NetworkDescription description, YamlMapReader input)
    {
        int[] shape = [.. input.Scalars("shape", required: false).Select(size => input.Integer(size, "input.shape", 1, MaxSize))];
        if (shape.Length is not (0 or 3))
        {
            input.Context.Report("PIM0107", "'input.shape' must be a list of three sizes: height, width, channels", input.Find("shape")!);
            shape = [];
        }

        double[] mean = Reals(input, "mean");
        double[] deviation = Reals(input, "deviation");
        if (mean.Length != deviation.Length || Array.Exists(deviation, d => d == 0) || (shape.Length == 3 && mean.Length != 0 && mean.Length != shape[2]))
        {
            input.Context.Report("PIM0107", "'input.mean' and 'input.deviation' must have a number for each channel, deviations other than 0", input.Find("mean") ?? input.Find("deviation") ?? input.Mapping);
        }

        return description with
        {
            Shape = shape.Length == 0 ? null : new ImageShape(shape[0], shape[1], shape[2]),
            Mean = mean,
            Deviation = deviation,
            Threshold = input.Find("threshold") is null ? null : input.Integer("threshold", 1, 255),
        };
    }

    private static double[] Reals(YamlMapReader reader, string key)
    {
        List<double> values = [];
        foreach (YamlScalar scalar in reader.Scalars(key, required: false))
        {
            if (double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && Math.Abs(value) <= 1e6)
            {
                values.Add(value);
            }
            else
            {
                reader.Context.Report("PIM0107", $"'{reader.PathOf(key)}' must be numbers, not '{scalar.Text}'", scalar, "in units of full scale, of at most a million");
            }
        }

        return [.. values];
    }

    private List<LayerDescription> Layers()
    {
        List<LayerDescription> layers = [];
        IReadOnlyList<YamlNode> nodes = this.top.Sequence("layers");
        for (int i = 0; i < nodes.Count; i++)
        {
            if (this.top.Map(nodes[i], FormattableString.Invariant($"layers[{i}]")) is { } reader && Layer(reader) is { } layer)
            {
                layers.Add(layer);
                reader.Finish();
            }
        }

        return layers;
    }

    private static LayerDescription? Layer(YamlMapReader reader)
    {
        YamlScalar? kind = reader.Scalar("kind");
        LayerDescription? layer = kind?.Text switch
        {
            "convolution" => Convolution(reader),
            "dense" => new DenseDescription { Units = reader.Find("units") is null ? null : reader.Integer("units", 1, MaxSize) },
            "residual" => new ResidualDescription
            {
                Channels = reader.Integer("channels", 1, MaxSize),
                Stride = reader.Integer("stride", 1, MaxKernel, 1),
                Blocks = reader.Integer("blocks", 1, MaxBlocks, 1),
                ShortcutOfEach = reader.Word("shortcut", Shortcuts, true),
            },
            "average-pool" => new AveragePoolDescription { Size = reader.Find("size") is null ? null : reader.Integer("size", 1, MaxSize) },
            _ => null,
        };
        if (layer is null && kind is not null)
        {
            reader.Context.Report(
                "PIM0109", $"'{reader.PathOf("kind")}' cannot be '{kind.Text}'", kind, NearestName.Find(kind.Text, Kinds) is { } nearest ? $"did you mean '{nearest}'?" : $"it is one of {string.Join(", ", Kinds)}");
        }

        if (layer is not null and not AveragePoolDescription)
        {
            layer = layer with { Binary = reader.Find("binary") is null ? null : reader.Boolean("binary", fallback: true) };
        }

        return layer is null ? null : layer with { Position = new LayerPosition(reader.Context.File, reader.Mapping.Line, reader.Mapping.Column) };
    }

    private static ConvolutionDescription Convolution(YamlMapReader reader)
    {
        int kernel = reader.Integer("kernel", 1, MaxKernel, 3);
        return new ConvolutionDescription
        {
            Channels = reader.Integer("channels", 1, MaxSize),
            Kernel = kernel,
            Stride = reader.Integer("stride", 1, MaxKernel, 1),
            Pad = reader.Integer("pad", 0, MaxKernel, kernel / 2),
            PadValue = reader.Word("padValue", PadValues, PaddingValue.Zero),
            Pool = reader.Integer("pool", 1, MaxKernel, 1),
        };
    }
}
