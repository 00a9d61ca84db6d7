using System.Buffers.Binary;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>
/// Reads the parameters of a BNN-PYNQ folder. Weights are little-endian 64-bit words: with NF rows a file and SF words a row,
/// word nf * SF + sf of file pe holds columns sf * SIMD + b of row nf * PE + pe in its bits b, 1 for +1. Thresholds are 64-bit
/// integers in the order of the rows. Source: Xilinx BNN-PYNQ, bnn/src/library/host/foldedmv-offload.h.
/// </summary>
internal static class PynqReader
{
    /// <summary>The layers of a folder, in order.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="foldings">One for each layer.</param>
    /// <exception cref="UserErrorException">PIM1031: a file is missing or of another size than the folding asks for. PIM1033: an
    /// impossible folding. PIM1034: bits beyond SIMD are not 0. PIM0021: a file cannot be read.</exception>
    public static IReadOnlyList<PynqLayer> Read(PynqFolder folder, IReadOnlyList<PynqFolding> foldings)
    {
        for (int layer = 0; layer < foldings.Count; layer++)
        {
            CheckFiles(folder, layer, foldings[layer]);
        }

        if (!folder.Fits(foldings))
        {
            throw new UserErrorException("PIM1031", $"the folder has {folder.FileCount} parameter files, other than {foldings.Count} layers have", folder.Path, "name every layer in the map, and leave nothing else in the folder");
        }

        List<PynqLayer> layers = [];
        for (int layer = 0; layer < foldings.Count; layer++)
        {
            layers.Add(Layer(folder, layer, foldings[layer]));
        }

        return layers;
    }

    private static void CheckFiles(PynqFolder folder, int layer, PynqFolding folding)
    {
        if (!folding.IsPossible)
        {
            throw new UserErrorException("PIM1033", $"layer {layer} cannot be folded as {folding.Rows} rows over {folding.Pe} processing elements and {folding.Columns} columns over {folding.Simd} lanes", folder.Path, "elements divide the rows; lanes divide the columns and are at most 64");
        }

        if (folder.ThresholdsOfRow(layer, folding) >= 0)
        {
            return;
        }

        for (int element = 0; element < folding.Pe; element++)
        {
            string name = PynqFolder.WeightsName(layer, element);
            long size = folder.SizeOf(name);
            if (size != folding.WeightBytes)
            {
                throw Misfit(folder, name, size < 0 ? "is missing" : $"has {size} bytes; {folding.WeightBytes} are expected");
            }
        }

        throw Misfit(folder, PynqFolder.ThresholdsName(layer, 0), $"or another file of thresholds of this layer is missing or has another size; each of {folding.Pe} files needs {folding.RowsOfFile} x {sizeof(long)} bytes for each threshold of a row");
    }

    private static PynqLayer Layer(PynqFolder folder, int layer, PynqFolding folding)
    {
        int thresholdsOfRow = folder.ThresholdsOfRow(layer, folding);
        SignMatrix signs = new(folding.Rows, folding.Columns);
        long[] thresholds = new long[folding.Rows * thresholdsOfRow];
        for (int element = 0; element < folding.Pe; element++)
        {
            ReadWeights(folder, PynqFolder.WeightsName(layer, element), element, folding, signs);
            if (thresholdsOfRow > 0)
            {
                ReadThresholds(folder, PynqFolder.ThresholdsName(layer, element), element, folding, thresholdsOfRow, thresholds);
            }
        }

        return new PynqLayer(signs, thresholds, thresholdsOfRow);
    }

    private static void ReadWeights(PynqFolder folder, string name, int element, PynqFolding folding, SignMatrix signs)
    {
        byte[] bytes = Bytes(folder, name);
        for (int nf = 0; nf < folding.RowsOfFile; nf++)
        {
            for (int sf = 0; sf < folding.WordsOfRow; sf++)
            {
                int at = ((nf * folding.WordsOfRow) + sf) * sizeof(ulong);
                ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
                if (folding.Simd < 64 && word >> folding.Simd != 0)
                {
                    throw new UserErrorException("PIM1034", $"the word at offset {at} has bits beyond its {folding.Simd} lanes", System.IO.Path.Combine(folder.Path, name), "check the folding: a wrong one can have the right sizes");
                }

                for (int bit = 0; bit < folding.Simd; bit++)
                {
                    signs[(nf * folding.Pe) + element, (sf * folding.Simd) + bit] = ((word >> bit) & 1) != 0;
                }
            }
        }
    }

    private static void ReadThresholds(PynqFolder folder, string name, int element, PynqFolding folding, int perRow, long[] thresholds)
    {
        byte[] bytes = Bytes(folder, name);
        for (int i = 0; i < folding.RowsOfFile * perRow; i++)
        {
            int row = (i / perRow * folding.Pe) + element;
            thresholds[(row * perRow) + (i % perRow)] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long)));
        }
    }

    /// <summary>A file again has the size that was listed: it may have changed since.</summary>
    private static byte[] Bytes(PynqFolder folder, string name)
    {
        byte[] bytes = WholeFile.Read(System.IO.Path.Combine(folder.Path, name));
        return bytes.Length == folder.SizeOf(name) ? bytes : throw Misfit(folder, name, "changed while it was read");
    }

    private static UserErrorException Misfit(PynqFolder folder, string name, string why) =>
        new("PIM1031", $"the file {why}", System.IO.Path.Combine(folder.Path, name), "copy the folder again, or correct the folding in the map");
}
