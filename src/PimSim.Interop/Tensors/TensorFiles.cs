using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>Reads the tensors of a file; the format is told by its content, never by its name.</summary>
internal static class TensorFiles
{
    /// <summary>safetensors, NPZ, NPY or a PyTorch state_dict.</summary>
    /// <exception cref="UserErrorException">PIM1000: none of these. PIM1002: HDF5. PIM1003: a PyTorch file of before 1.6.
    /// PIM0021, PIM1001: it cannot be read. And as for the reader of each format.</exception>
    public static TensorArchive Load(string path) => Read(WholeFile.Read(path), path);

    /// <summary>The same for content in memory.</summary>
    /// <exception cref="UserErrorException">As for <see cref="Load"/>.</exception>
    public static TensorArchive Read(byte[] content, string file)
    {
        if (CheckedZip.IsZip(content))
        {
            IReadOnlyList<ZipPart> parts = CheckedZip.Read(content, file);
            return TorchReader.IsTorch(parts) ? TorchReader.Read(parts, content.Length, file) : NpzReader.Read(parts, file);
        }

        if (NpyReader.IsNpy(content))
        {
            return new TensorArchive(file, [NpyReader.Read(content, Path.GetFileNameWithoutExtension(file), file)]);
        }

        if (content.Length > 0 && content[0] == 0x89 && content.AsSpan(1).StartsWith("HDF"u8))
        {
            throw new UserErrorException("PIM1002", "this is an HDF5 file (Keras h5), which is not read", file, "export NPZ: numpy.savez('weights.npz', **{w.name: w.numpy() for w in model.weights})");
        }

        if (TorchReader.IsLegacy(content))
        {
            throw new UserErrorException("PIM1003", "this is a pickle that is not in a zip file: PyTorch before 1.6 wrote such", file, "load it with PyTorch and write it again: torch.save(model.state_dict(), 'weights.pt')");
        }

        return SafetensorsReader.IsSafetensors(content)
            ? SafetensorsReader.Read(content, file)
            : throw new UserErrorException("PIM1000", "this is no file of tensors that is known", file, "give safetensors, NPZ, NPY or a PyTorch state_dict (.pt)");
    }
}
