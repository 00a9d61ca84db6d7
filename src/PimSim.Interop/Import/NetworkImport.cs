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
    /// <param name="map">The layer map, or null where none is needed: ONNX, TensorFlow Lite, and BNN-PYNQ folders that are known.</param>
    /// <exception cref="UserErrorException">PIM1000 to PIM1139: it cannot be read. PIM1140 to PIM1165: it cannot be taken over.</exception>
    public static BnnNetwork Read(string path, ImportFormat format, string? map)
    {
        bool isFolder = Directory.Exists(path);
        if (format != ImportFormat.Auto && isFolder != (format == ImportFormat.Pynq))
        {
            throw new UserErrorException("PIM1140", isFolder ? "this is a folder" : "this is no folder", path, "BNN-PYNQ networks are folders, all others are files: correct --format or the path");
        }

        BnnNetwork network = isFolder ? Pynq(path, map) : File(path, WholeFile.Read(path), format, map);
        _ = NetworkShapes.Infer(network);
        return network;
    }

    private static BnnNetwork File(string path, byte[] content, ImportFormat format, string? map) =>
        format == ImportFormat.Larq || (format == ImportFormat.Auto && TfliteReader.IsTflite(content)) ? Larq(path, content, map)
        : format == ImportFormat.Onnx || (format == ImportFormat.Auto && !TensorFiles.IsTensors(content)) ? Onnx(path, content, map) : Tensors(path, content, map);

    private static BnnNetwork Pynq(string path, string? map)
    {
        PynqFolder folder = PynqFolder.Open(path);
        LayerMap layers = map is null ? PynqProfiles.Choose(folder) : MapReader.Load(map);
        return MappedImporter.ToNetwork(MapResolver.Resolve(layers, folder));
    }

    private static BnnNetwork Onnx(string path, byte[] content, string? map) => map is null
        ? OnnxImporter.Import(OnnxReader.Load(path, content), Path.GetFileNameWithoutExtension(path))
        : throw new UserErrorException("PIM1146", "an ONNX graph needs no layer map", path, "leave --map out, or give the file of tensors that the map describes");

    private static BnnNetwork Larq(string path, byte[] content, string? map)
    {
        LayerMap? images = map is null ? null : MapReader.Load(map);
        if (images is { Source: not MapSource.Larq })
        {
            throw new UserErrorException("PIM1064", "the map describes layers, which a TensorFlow Lite file does itself", map, "give a map with 'source: larq', of input and classes alone");
        }

        OnnxImportOptions options = new()
        {
            ChannelsLast = true,
            Pixels = OnnxPixels.Signed,
            Encoding = images?.Input.Encoding,
            Image = images is null ? null : new ImageShape(images.Input.Height, images.Input.Width, images.Input.Channels),
            Classes = images?.Classes ?? [],
        };
        return OnnxImporter.Import(TfliteReader.Read(content, path), images?.Name ?? Path.GetFileNameWithoutExtension(path), options);
    }

    private static BnnNetwork Tensors(string path, byte[] content, string? map)
    {
        if (map is null)
        {
            throw new UserErrorException("PIM1141", "named tensors do not say what they mean", path, "describe the layers in a layer map and give it with --map (docs/importing.md)");
        }

        return MappedImporter.ToNetwork(MapResolver.Resolve(MapReader.Load(map), TensorFiles.Read(content, path)));
    }
}
