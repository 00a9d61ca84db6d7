using System.Globalization;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Reads layer maps (<c>format: pimsim-map/1</c>), all faults at once. docs/layer-maps.md has the format.</summary>
internal sealed class MapReader
{
    /// <summary>The format's name and version.</summary>
    public const string Format = "pimsim-map/1";

    private const int MaxSize = 1 << 16;
    private const int MaxClasses = 1 << 16;

    private readonly YamlMapReader top;

    private MapReader(YamlMapReader top)
    {
        this.top = top;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">PIM0100 to PIM0112: the YAML, its keys and values. PIM1060: a name twice.</exception>
    public static LayerMap Load(string path)
    {
        DiagnosticBag diagnostics = new();
        YamlMapping? root = StrictYaml.Load(path, diagnostics);
        return Read(root, path, diagnostics);
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="UserErrorException">As for <see cref="Load"/>.</exception>
    public static LayerMap Parse(string text, string file)
    {
        DiagnosticBag diagnostics = new();
        YamlMapping? root = StrictYaml.Parse(text, file, diagnostics);
        return Read(root, file, diagnostics);
    }

    private static LayerMap Read(YamlMapping? root, string file, DiagnosticBag diagnostics)
    {
        diagnostics.ThrowIfErrors();
        MapReader reader = new(new YamlMapReader(root!, "", new YamlContext(file, diagnostics, Overrides: null)));
        LayerMap? map = reader.top.Format(Format) ? reader.Map(file) : null;
        diagnostics.ThrowIfErrors();
        return map!;
    }

    private LayerMap Map(string file)
    {
        MapSource source = this.top.Word("source", MapWords.Sources, MapSource.Tensors);
        (int count, IReadOnlyList<string> names) = Classes();
        string name = this.top.Text("name", required: false);
        LayerMap map = new()
        {
            File = file,
            Name = name.Length > 0 ? name : Path.GetFileNameWithoutExtension(file),
            Source = source,
            Input = Input(),
            ClassCount = count,
            Classes = names,
            Decision = this.top.Word("decision", MapWords.Decisions, ClassDecision.LargestSum),
            Items = source == MapSource.Larq ? [] : new MapItemReader(this.top, source).Items(),
        };
        this.top.Finish();
        return map;
    }

    /// <summary>A number, or a list of names.</summary>
    private (int Count, IReadOnlyList<string> Names) Classes()
    {
        if (this.top.Mapping.Find("classes") is not YamlSequence)
        {
            return (this.top.Integer("classes", 1, MaxClasses), []);
        }

        string[] names = [.. this.top.Scalars("classes").Select(item => item.Text)];
        if (names.Length is 0 or > MaxClasses)
        {
            this.top.Context.Report("PIM0108", $"'classes' names {names.Length}", this.top.Find("classes")!, $"it must be from 1 to {MaxClasses}");
        }

        return (names.Length, names);
    }

    private MapInput Input()
    {
        YamlMapReader? input = this.top.Map("input");
        if (input is null)
        {
            return new MapInput(1, 1, 1, new ThresholdPixels(1));
        }

        YamlScalar[] sizes = [.. input.Scalars("shape")];
        int[] shape = [.. sizes.Select(size => input.Integer(size, "input.shape", 1, MaxSize))];
        if (shape.Length != 3)
        {
            if (input.Mapping.Find("shape") is { } node)
            {
                input.Context.Report("PIM0107", "'input.shape' must be a list of three sizes: height, width, channels", node);
            }

            shape = [1, 1, 1];
        }

        MapInput read = new(shape[0], shape[1], shape[2], Encoding(input, shape[2]));
        input.Finish();
        return read;
    }

    private static PixelEncoding Encoding(YamlMapReader input, int channels)
    {
        YamlScalar? word = input.Scalar("encoding");
        switch (word?.Text)
        {
            case "threshold":
                return new ThresholdPixels(input.Integer("threshold", 1, 255));
            case "fixed-point":
                return new FixedPointPixels(MapNumbers.Real(input, "scale"), MapNumbers.Real(input, "offset"), input.Integer("fractionBits", 0, 15));
            case "mean-deviation":
                return new NormalizedPixels(MapNumbers.Reals(input, "mean", channels, zeroAllowed: true), MapNumbers.Reals(input, "deviation", channels, zeroAllowed: false));
            case null:
                return new ThresholdPixels(1);
            default:
                input.Context.Report("PIM0109", string.Create(CultureInfo.InvariantCulture, $"'input.encoding' cannot be '{word.Text}'"), word, "it is one of threshold, fixed-point, mean-deviation");
                return new ThresholdPixels(1);
        }
    }
}
