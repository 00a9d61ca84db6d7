using System.Globalization;
using PimSim.Core;
using PimSim.Interop.OnnxProto;

namespace PimSim.Interop;

/// <summary>
/// Elements of tensors that lie in other files. Only files in the network's folder or below are read, never through a
/// link: a network must not be able to name any file of the user's. Each file is read once, tensors are parts of it.
/// </summary>
/// <param name="folder">The folder of the network, or null where there is none.</param>
/// <param name="file">The network's file, for messages.</param>
internal sealed class OnnxExternalData(string? folder, string file)
{
    private readonly Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);

    /// <summary>The bytes of a tensor.</summary>
    /// <exception cref="UserErrorException">PIM1044: the path leaves the folder. PIM1045: there is no such file or part of it.</exception>
    public ReadOnlyMemory<byte> Read(TensorProto tensor, string name, Int128 needed)
    {
        Dictionary<string, string> keys = new(StringComparer.Ordinal);
        foreach (StringStringEntryProto entry in tensor.ExternalData)
        {
            keys[entry.Key] = entry.Value;
        }

        byte[] content = Content(Inside(keys.GetValueOrDefault("location", ""), name), name);
        long offset = Number(keys, "offset", 0, name);
        long length = Number(keys, "length", needed > long.MaxValue ? long.MaxValue : (long)needed, name);
        return length == needed && offset <= content.Length && length <= content.Length - offset
            ? content.AsMemory((int)offset, (int)length)
            : throw Missing(name, $"needs {needed} bytes and claims {length} from {offset} on, of {content.Length}");
    }

    /// <summary>The full path of a location that stays inside the folder.</summary>
    private string Inside(string location, string name)
    {
        string[] parts = location.Split('/', '\\');
        bool isPlain = folder is not null && location.Length > 0 && !Path.IsPathRooted(location)
            && Array.TrueForAll(parts, part => part.Length > 0 && part is not "." and not ".." && !part.Contains(':', StringComparison.Ordinal) && !part.Any(char.IsControl));
        string path = folder ?? "";
        foreach (string part in isPlain ? parts : [])
        {
            path = Path.Combine(path, part);
            isPlain &= new FileInfo(path).LinkTarget is null;
        }

        return isPlain
            ? path
            : throw new UserErrorException("PIM1044", $"tensor '{name}' names the external file '{location}', which does not lie inside the network's folder, or is a link", file, "copy the file beside the network, and export it with a relative path");
    }

    private byte[] Content(string path, string name)
    {
        if (!this.contents.TryGetValue(path, out byte[]? content))
        {
            content = File.Exists(path) ? WholeFile.Read(path) : throw Missing(name, $"needs the file '{Path.GetFileName(path)}', which is not there");
            this.contents.Add(path, content);
        }

        return content;
    }

    private long Number(Dictionary<string, string> keys, string key, long fallback, string name) =>
        !keys.TryGetValue(key, out string? text) ? fallback
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number
        : throw Missing(name, $"has '{key}' with the value '{text}'");

    private UserErrorException Missing(string name, string why) => new("PIM1045", $"external tensor '{name}' {why}", file, "copy the external data beside the network");
}
