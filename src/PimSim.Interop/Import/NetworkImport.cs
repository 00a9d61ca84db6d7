using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Networks that were trained elsewhere, as networks of this program.</summary>
public static class NetworkImport
{
    /// <summary>
    /// Reads a file or folder; nothing in it is executed. The network is checked as a file of this program's own would be.
    /// </summary>
    /// <param name="path">A file, or a folder of BNN-PYNQ.</param>
    /// <param name="format">Its format.</param>
    /// <param name="map">The layer map, or null where none is needed: ONNX, and BNN-PYNQ folders that are known.</param>
    /// <exception cref="UserErrorException">PIM1000 to PIM1139: it cannot be read. PIM1140 to PIM1144: it cannot be taken over.</exception>
    public static BnnNetwork Read(string path, ImportFormat format, string? map)
    {
        BnnNetwork network = Resolve(path, format) switch
        {
            ImportFormat.Pynq => Pynq(path, map),
            _ => Tensors(path, map),
        };
        _ = NetworkShapes.Infer(network);
        return network;
    }

    private static ImportFormat Resolve(string path, ImportFormat format)
    {
        bool isFolder = Directory.Exists(path);
        ImportFormat told = format == ImportFormat.Auto ? (isFolder ? ImportFormat.Pynq : ImportFormat.Tensors) : format;
        return isFolder == (told == ImportFormat.Pynq)
            ? told
            : throw new UserErrorException("PIM1140", isFolder ? "this is a folder" : "this is no folder", path, "BNN-PYNQ networks are folders, all others are files: correct --format or the path");
    }

    private static BnnNetwork Pynq(string path, string? map)
    {
        PynqFolder folder = PynqFolder.Open(path);
        LayerMap layers = map is null ? PynqProfiles.Choose(folder) : MapReader.Load(map);
        return MappedImporter.ToNetwork(MapResolver.Resolve(layers, folder));
    }

    private static BnnNetwork Tensors(string path, string? map)
    {
        if (map is null)
        {
            throw new UserErrorException("PIM1141", "named tensors do not say what they mean", path, "describe the layers in a layer map and give it with --map (docs/importing.md)");
        }

        return MappedImporter.ToNetwork(MapResolver.Resolve(MapReader.Load(map), TensorFiles.Load(path)));
    }
}
