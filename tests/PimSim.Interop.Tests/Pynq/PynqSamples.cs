using System.Buffers.Binary;

namespace PimSim.Interop.Tests;

/// <summary>A small folder of BNN-PYNQ: one dense layer of 6 inputs, padded to 8, and 3 outputs, padded to 4.</summary>
internal static class PynqSamples
{
    /// <summary>Weights of row r and column c; the padding is +1.</summary>
    public static bool Weight(int row, int column) => column >= 6 || row >= 3 || ((row * 7) + (column * 3)) % 5 < 2;

    /// <summary>Threshold of a row.</summary>
    public static long Threshold(int row) => row >= 3 ? 32767 : row - 1;

    /// <summary>Writes the files with two processing elements and four lanes.</summary>
    public static TemporaryFolder Folder()
    {
        TemporaryFolder folder = new();
        for (int pe = 0; pe < 2; pe++)
        {
            byte[] weights = new byte[4 * sizeof(ulong)];
            byte[] thresholds = new byte[2 * sizeof(long)];
            for (int nf = 0; nf < 2; nf++)
            {
                int row = (nf * 2) + pe;
                BinaryPrimitives.WriteInt64LittleEndian(thresholds.AsSpan(nf * sizeof(long)), Threshold(row));
                for (int column = 0; column < 8; column++)
                {
                    weights[((nf * 2) + (column / 4)) * sizeof(ulong)] |= (byte)(Weight(row, column) ? 1 << (column % 4) : 0);
                }
            }

            folder.Write($"0-{pe}-weights.bin", weights);
            folder.Write($"0-{pe}-thres.bin", thresholds);
        }

        return folder;
    }

    /// <summary>Its map.</summary>
    public static string Map(string weights = "{pe: 2, simd: 4, rows: 4, columns: 8}", string more = "") => $$"""
        format: pimsim-map/1
        source: bnn-pynq
        input: {shape: [2, 3, 1], encoding: threshold, threshold: 128}
        classes: 3
        decision: highest-firing
        layers:
          - {kind: dense, weights: {{weights}}, outputs: 3}
          - {kind: thresholds, compare: ">", domain: popcount}
        {{more}}
        """;
}
