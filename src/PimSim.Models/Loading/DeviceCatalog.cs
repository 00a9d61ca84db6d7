using System.Reflection;

namespace PimSim.Models;

/// <summary>The device models that ship inside the program.</summary>
public static class DeviceCatalog
{
    private const string Root = "devicemodels/";
    private const string StandardsRoot = "devicemodels/standards/";
    private const string Extension = ".yaml";

    private static readonly Dictionary<string, string> Resources = typeof(DeviceCatalog).Assembly.GetManifestResourceNames()
        .Where(r => r.Replace('\\', '/').StartsWith(Root, StringComparison.Ordinal))
        .ToDictionary(r => r.Replace('\\', '/'), r => r, StringComparer.Ordinal);

    /// <summary>Names of the devices that ship, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } =
        Stems(Root, r => !r.StartsWith(StandardsRoot, StringComparison.Ordinal));

    /// <summary>Names of the standards that ship, sorted.</summary>
    public static IReadOnlyList<string> Standards { get; } = Stems(StandardsRoot, _ => true);

    /// <summary>File label of a shipped device, for messages.</summary>
    internal static string DeviceFile(string name) => Root + name + Extension;

    /// <summary>File label of a shipped standard, for messages.</summary>
    internal static string StandardFile(string name) => StandardsRoot + name + Extension;

    /// <summary>Text of a shipped file by its label, or null.</summary>
    internal static string? Read(string file)
    {
        if (!Resources.TryGetValue(file, out string? resource))
        {
            return null;
        }

        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private static List<string> Stems(string root, Func<string, bool> belongs) =>
        [.. Resources.Keys.Where(r => r.StartsWith(root, StringComparison.Ordinal) && belongs(r)).Select(r => r[root.Length..^Extension.Length]).Order(StringComparer.Ordinal)];
}
