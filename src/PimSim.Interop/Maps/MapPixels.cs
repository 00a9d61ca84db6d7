using System.Globalization;
using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>What a layer map calls an encoding of pixels.</summary>
internal static class MapPixels
{
    // Full scale as -1 to 1, and as 0 to 1: what fixed-point inputs usually are.
    private static readonly (int Scale, int Offset)[] Ranges = [(2, -1), (1, 0)];
    private const int MaxFractionBits = 15;

    /// <summary>The keys of <c>input</c>, the shape excepted.</summary>
    /// <exception cref="UserErrorException">PIM1153: a table that is no threshold and no fixed point.</exception>
    public static string Words(InputEncoding input) => Of(input) switch
    {
        ThresholdPixels t => string.Create(CultureInfo.InvariantCulture, $"encoding: threshold, threshold: {t.Threshold}"),
        FixedPointPixels f => string.Create(CultureInfo.InvariantCulture, $"encoding: fixed-point, scale: {f.Scale}, offset: {f.Offset}, fractionBits: {f.FractionBits}"),
        NormalizedPixels n => $"encoding: mean-deviation, mean: [{Numbers(n.Mean)}], deviation: [{Numbers(n.Deviation)}]",
        _ => throw new UserErrorException("PIM1153", "a layer map has no words for the network's table of pixel values", remedy: "leave --map out, or keep the network as .pimnet"),
    };

    private static PixelEncoding? Of(InputEncoding input) =>
        input.Levels is null ? new NormalizedPixels(input.Mean, input.Deviation) : Candidates(input.Levels).FirstOrDefault(candidate => Means(candidate, input));

    private static IEnumerable<PixelEncoding> Candidates(int[] levels)
    {
        int threshold = Array.FindIndex(levels, level => level == 1);
        if (threshold is > 0 and < PixelLevels.Count)
        {
            yield return new ThresholdPixels(threshold);
        }

        foreach ((int scale, int offset) in Ranges)
        {
            for (int bits = 0; bits <= MaxFractionBits; bits++)
            {
                yield return new FixedPointPixels(scale, offset, bits);
            }
        }
    }

    /// <summary>Whether a map with these pixels is read as this table, in every channel.</summary>
    private static bool Means(PixelEncoding candidate, InputEncoding input)
    {
        int[] read = PixelImporter.Encoding(new MapInput(input.Height, input.Width, input.Channels, candidate)).Levels!;
        return input.Levels!.Chunk(PixelLevels.Count).All(table => table.AsSpan().SequenceEqual(read));
    }

    private static string Numbers(IReadOnlyList<double> values) => string.Join(", ", values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
}
