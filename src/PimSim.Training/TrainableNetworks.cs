using System.Globalization;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>Finds the network to train that a user names.</summary>
public static class TrainableNetworks
{
    /// <summary>The one taken when none is named.</summary>
    public const string DefaultName = "bcnn-s";

    private const string PerceptronPrefix = "mlp-";
    private const int MaxUnits = 1 << 16;
    private const int MaxDepth = 64;
    private static readonly string[] Described = [DefaultName, "resnet20", "vgg-small"];

    /// <summary>What can be named, the last one as a pattern.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Described, PerceptronPrefix + "WIDTHxDEPTH"];

    /// <summary>True for a name that needs no file.</summary>
    public static bool IsInside(string name) => Described.Contains(name, StringComparer.Ordinal) || name.StartsWith(PerceptronPrefix, StringComparison.Ordinal);

    /// <summary>
    /// A network by name, or by the file of its description (something with a folder separator, ending in <c>.yaml</c>, or that exists).
    /// </summary>
    /// <param name="nameOrFile">Null is <see cref="DefaultName"/>.</param>
    /// <param name="binarized">Which layers are binarized; null for what the network says.</param>
    /// <param name="train">The training images: their size, classes and, where the network does not say, mean and deviation.</param>
    /// <exception cref="UserErrorException">
    /// PIM0880: no such name; PIM0881: sizes of an mlp out of range; PIM0882, PIM0883: layers that do not fit; PIM0803: images that do not; PIM0100 to
    /// PIM0112: faults of the file.
    /// </exception>
    public static TrainableNetwork Resolve(string? nameOrFile, BinarizedLayers? binarized, ImageDataSet train)
    {
        string name = nameOrFile ?? DefaultName;
        if (string.Equals(name, DefaultName, StringComparison.Ordinal) && binarized is null or BinarizedLayers.NotFirstLast)
        {
            return NetworkTemplate.SmallConvolutional(train.ClassNames);
        }

        return GraphBuilder.Build(Describe(name), binarized, train);
    }

    private static NetworkDescription Describe(string name)
    {
        if (Described.Contains(name, StringComparer.Ordinal))
        {
            return DescriptionReader.Parse(Text(name), name);
        }

        if (name.StartsWith(PerceptronPrefix, StringComparison.Ordinal))
        {
            return Perceptron(name);
        }

        return LooksLikePath(name)
            ? DescriptionReader.Load(name)
            : throw new UserErrorException(
                "PIM0880", $"there is no network '{name}' to train", remedy: NearestName.Find(name, Described) is { } near ? $"did you mean '{near}'?" : $"known are: {string.Join(", ", Names)}; or a .yaml file");
    }

    /// <summary>Layers of one width with batch norm and sign, then the classes.</summary>
    private static NetworkDescription Perceptron(string name)
    {
        string[] sizes = name[PerceptronPrefix.Length..].Split('x');
        return sizes.Length == 2 && Size(sizes[0], MaxUnits) is { } width && Size(sizes[1], MaxDepth) is { } depth
            ? new NetworkDescription { Name = name, Layers = [.. Enumerable.Repeat(new DenseDescription { Units = width }, depth), new DenseDescription()] }
            : throw new UserErrorException(
                "PIM0881", $"'{name}' is no multilayer perceptron", remedy: $"give mlp-WIDTHxDEPTH, such as mlp-512x3: a width from 1 to {MaxUnits}, hidden layers from 1 to {MaxDepth}");
    }

    private static int? Size(string text, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size >= 1 && size <= max ? size : null;

    private static bool LooksLikePath(string name) =>
        name.Contains('/', StringComparison.Ordinal)
        || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || File.Exists(name);

    private static string Text(string name)
    {
        using Stream stream = typeof(TrainableNetworks).Assembly.GetManifestResourceStream($"networks/{name}.yaml")
            ?? throw new InternalErrorException($"the description of '{name}' is absent");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
