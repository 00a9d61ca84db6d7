using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Reads the list <c>layers</c> of a layer map.</summary>
/// <param name="top">The map.</param>
/// <param name="source">Where parameters come from, which decides the keys of weights and thresholds.</param>
internal sealed class MapItemReader(YamlMapReader top, MapSource source)
{
    private const int MaxSize = 1 << 20;
    private const int MaxKernel = 64;
    private const int MaxOffset = 1 << 16;

    private static readonly string[] Kinds = ["dense", "convolution", "max-pool", "batch-norm", "thresholds", "sign"];

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>The items in order; those with faults are left out, which the caller's diagnostics tell.</summary>
    public IReadOnlyList<MapItem> Items()
    {
        List<MapItem> items = [];
        IReadOnlyList<YamlNode> nodes = top.Sequence("layers");
        for (int i = 0; i < nodes.Count; i++)
        {
            if (top.Map(nodes[i], $"layers[{i}]") is { } reader && Item(reader, i) is { } item)
            {
                items.Add(item);
            }
        }

        return items;
    }

    private MapItem? Item(YamlMapReader reader, int index)
    {
        YamlScalar? kind = reader.Scalar("kind");
        if (kind is null)
        {
            return null;
        }

        string given = reader.Text("name", required: false);
        string name = given.Length > 0 ? given : $"{kind.Text}-{index}";
        if (!this.names.Add(name))
        {
            reader.Context.Report("PIM1060", $"two layers are called '{name}'", reader.Mapping, "give each a name of its own");
        }

        MapPlace place = new(reader.Context.File, reader.Mapping.Line, reader.Mapping.Column);
        MapItem? item = kind.Text switch
        {
            "dense" => Dense(reader, name, place),
            "convolution" => Convolution(reader, name, place),
            "max-pool" => MaxPool(reader, name, place),
            "batch-norm" when source == MapSource.Tensors => BatchNorm(reader, name, place),
            "thresholds" => Thresholds(reader, name, place),
            "sign" => new MapSign { Name = name, Place = place },
            _ => null,
        };
        if (item is null)
        {
            reader.Context.Report("PIM0109", $"'{reader.PathOf("kind")}' cannot be '{kind.Text}' here", kind, $"it is one of {string.Join(", ", Kinds)}; batch-norm only with tensors");
            return null;
        }

        reader.Finish();
        return item;
    }

    private MapDense Dense(YamlMapReader reader, string name, MapPlace place) => new()
    {
        Name = name,
        Place = place,
        Weights = Weights(reader, MapWords.DenseLayouts),
        Bias = TensorOrNone(reader, "bias"),
        Outputs = source == MapSource.BnnPynq ? reader.Integer("outputs", 0, MaxSize, 0) : 0,
        InputOrder = reader.Word("inputOrder", MapWords.Orders, InputOrder.Unsaid),
    };

    private MapConvolution Convolution(YamlMapReader reader, string name, MapPlace place)
    {
        bool isPynq = source == MapSource.BnnPynq;
        int[] kernel = isPynq ? [.. reader.Scalars("kernel").Select(size => reader.Integer(size, reader.PathOf("kernel"), 1, MaxKernel))] : [0, 0];
        if (kernel.Length != 2)
        {
            reader.Context.Report("PIM0107", $"'{reader.PathOf("kernel")}' must be a list of two sizes: rows, columns", reader.Mapping);
            kernel = [1, 1];
        }

        return new MapConvolution
        {
            Name = name,
            Place = place,
            Weights = Weights(reader, MapWords.ConvolutionLayouts),
            Bias = TensorOrNone(reader, "bias"),
            KernelHeight = kernel[0],
            KernelWidth = kernel[1],
            Stride = reader.Integer("stride", 1, MaxKernel, 1),
            Padding = reader.Integer("padding", 0, MaxKernel, 0),
            Border = reader.Word("border", MapWords.Borders, BorderValue.Zero),
            Groups = isPynq ? 1 : reader.Integer("groups", 1, MaxSize, 1),
        };
    }

    private static MapMaxPool MaxPool(YamlMapReader reader, string name, MapPlace place)
    {
        int size = reader.Integer("size", 1, MaxKernel);
        return new MapMaxPool { Name = name, Place = place, Size = size, Stride = reader.Integer("stride", 1, MaxKernel, size) };
    }

    private static MapBatchNorm BatchNorm(YamlMapReader reader, string name, MapPlace place) => new()
    {
        Name = name,
        Place = place,
        Gamma = reader.Text("gamma", required: false),
        Beta = reader.Text("beta", required: false),
        Mean = reader.Text("mean"),
        Variance = reader.Text("variance"),
        Epsilon = MapNumbers.Real(reader, "epsilon"),
    };

    private MapThresholds Thresholds(YamlMapReader reader, string name, MapPlace place) => new()
    {
        Name = name,
        Place = place,
        Tensor = source == MapSource.Tensors ? reader.Text("tensor") : "",
        Comparison = reader.Word("compare", MapWords.Comparisons),
        Domain = reader.Word("domain", MapWords.Domains),
        Factor = reader.Integer("factor", 1, 1 << 16, 1),
        Count = reader.Integer("count", 1, MultiThresholdNode.MaxPerChannel, 1),
        Offset = reader.Integer("offset", -MaxOffset, MaxOffset, 0),
    };

    private MapWeights Weights(YamlMapReader layer, IReadOnlyDictionary<string, WeightLayout> layouts)
    {
        YamlMapReader? reader = layer.Map("weights");
        if (reader is null)
        {
            return new MapWeights();
        }

        MapWeights weights = source == MapSource.BnnPynq
            ? new MapWeights
            {
                Folding = new PynqFolding(
                    reader.Integer("pe", 1, MaxSize), reader.Integer("simd", 1, 64), reader.Integer("rows", 1, MaxSize), reader.Integer("columns", 1, MaxSize)),
            }
            : new MapWeights
            {
                Tensor = reader.Text("tensor"),
                Layout = reader.Word("layout", layouts),
                Signs = reader.Word("signs", MapWords.Signs),
                Packing = reader.Word("packing", MapWords.Packings, BitPacking.None),
                Scale = reader.Text("scale", required: false),
            };
        reader.Finish();
        return weights;
    }

    private string TensorOrNone(YamlMapReader reader, string key) => source == MapSource.Tensors ? reader.Text(key, required: false) : "";
}
