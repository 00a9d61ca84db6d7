using System.Reflection;
using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>The networks that ship inside, by name.</summary>
public sealed class NetworkCatalog
{
    /// <summary>The name that no name stands for.</summary>
    public const string DefaultName = "bcnn-s";

    private readonly SortedDictionary<string, Func<BnnNetwork>> networks = new(StringComparer.Ordinal);

    /// <summary>A catalog of these files and of these networks that are built.</summary>
    internal NetworkCatalog(IEnumerable<KeyValuePair<string, Func<byte[]>>> files, IEnumerable<KeyValuePair<string, Func<BnnNetwork>>> built)
    {
        foreach ((string name, Func<byte[]> bytes) in files)
        {
            this.networks.Add(name, () => NetworkFile.Load(bytes(), name));
        }

        foreach ((string name, Func<BnnNetwork> build) in built)
        {
            this.networks.Add(name, build);
        }
    }

    /// <summary>What this build ships.</summary>
    public static NetworkCatalog Shipped { get; } = FromResources(typeof(NetworkCatalog).Assembly);

    /// <summary>All names, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => this.networks.Keys;

    /// <summary>
    /// Finds a network: a shipped name, else a path (something with a folder separator or the extension
    /// <c>.pimnet</c>, or the name of a file that is there); null is <see cref="DefaultName"/>.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0440: no such name; or the file's faults.</exception>
    public BnnNetwork Resolve(string? nameOrPath)
    {
        string name = nameOrPath ?? DefaultName;
        if (this.networks.TryGetValue(name, out Func<BnnNetwork>? network))
        {
            return network();
        }

        return nameOrPath is not null && LooksLikePath(name)
            ? NetworkFile.Load(name)
            : throw new UserErrorException("PIM0440", $"there is no network '{name}'", remedy: NearestName.Remedy(name, Names) ?? "name a .pimnet file");
    }

    private static bool LooksLikePath(string name) =>
        name.Contains('/', StringComparison.Ordinal)
        || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || name.EndsWith(NetworkFile.Extension, StringComparison.OrdinalIgnoreCase)
        || File.Exists(name);

    private static NetworkCatalog FromResources(Assembly assembly) => new(
        assembly.GetManifestResourceNames()
            .Where(resource => resource.EndsWith(NetworkFile.Extension, StringComparison.Ordinal))
            .Select(resource => KeyValuePair.Create<string, Func<byte[]>>(resource[..^NetworkFile.Extension.Length], () => Read(assembly, resource))),
        ShapeOnlyNetworks.All);

    private static byte[] Read(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)
            ?? throw new InternalErrorException($"the resource '{resource}' is listed but absent");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
