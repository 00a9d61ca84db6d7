using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Networks of this program, as files of other tools. Equal networks give equal files.</summary>
public static class NetworkExport
{
    /// <summary>Writes a network; an interrupted run leaves the old file or none.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="format">Its format.</param>
    /// <param name="map">Where to write the layer map that reads the tensors back, or null; for <see cref="ExportFormat.Safetensors"/> only.</param>
    /// <exception cref="UserErrorException">PIM1151: a map for another format. PIM1152: a network with drawn bits. PIM1153: a map has no
    /// words for the network. PIM1154: it is too large for ONNX. PIM0020: a file cannot be written. And as for
    /// <see cref="NetworkPlanner.Plan"/>.</exception>
    public static void Write(BnnNetwork network, string path, ExportFormat format, string? map)
    {
        if (map is not null && format != ExportFormat.Safetensors)
        {
            throw new UserErrorException("PIM1151", "a layer map says what named tensors mean, and this format has none", map, "leave --map out, or export safetensors");
        }

        if (network.IsShapeOnly)
        {
            throw new UserErrorException("PIM1152", $"the bits of '{network.Name}' are drawn, not trained, which no file can say", remedy: "export a trained network");
        }

        switch (format)
        {
            case ExportFormat.Pimnet:
                NetworkFile.Save(path, network);
                break;
            case ExportFormat.Safetensors:
                Tensors(network, path, map);
                break;
            default:
                OnnxExport.Write(network, path);
                break;
        }
    }

    /// <summary>The map is made first, so that a refusal leaves no tensors behind.</summary>
    private static void Tensors(BnnNetwork network, string path, string? map)
    {
        _ = NetworkShapes.Infer(network);
        string? text = map is null ? null : LayerMapWriter.Write(network);
        IReadOnlyList<ExportedTensor> tensors = TensorExport.Of(network);
        AtomicFile.Write(path, stream => SafetensorsWriter.Write(stream, tensors, network.Name));
        if (text is not null)
        {
            AtomicFile.Write(map!, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
        }
    }
}
