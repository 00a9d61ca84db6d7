using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>
/// How 8-bit pixels become network inputs. Real inputs: x = (float)((p / 255.0 - mean) / deviation), computed in double and rounded
/// once, per channel. Whole numbers: a table. Images are height x width x channels (channels last).
/// </summary>
public sealed record InputEncoding
{
    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of an image.</summary>
    public required int Channels { get; init; }

    /// <summary>Mean of each channel, in units of full scale; empty with <see cref="Levels"/>.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Deviation of each channel, in units of full scale; not 0; empty with <see cref="Levels"/>.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [];

    /// <summary>
    /// Whole numbers instead of reals, or null: the value of each of the 256 pixels, one table for all channels or one a channel.
    /// A binary first layer takes them as they are: +-1 as bits, others plane by plane. <see cref="PixelLevels"/> makes usual ones.
    /// </summary>
    public int[]? Levels { get; init; }

    /// <summary>Whether inputs are +-1.</summary>
    public bool IsSigns => Levels is not null && Array.TrueForAll(Levels, l => l is 1 or -1);

    /// <summary>The bit planes that hold the levels where they are not +-1, or null. Levels are right.</summary>
    public BitPlanes? Planes => Levels is null || IsSigns ? null : BitPlanes.Holding(Levels.Min(), Levels.Max());

    /// <summary>The value of pixel <paramref name="pixel"/> in channel <paramref name="channel"/>.</summary>
    public float Encode(byte pixel, int channel) => Levels is null
        ? (float)(((pixel / 255.0) - Mean[channel]) / Deviation[channel])
        : Levels[(Levels.Length == PixelLevels.Count ? 0 : channel * PixelLevels.Count) + pixel];

    /// <summary>All values of a channel: 256 entries, indexed by the pixel.</summary>
    public float[] Table(int channel)
    {
        float[] table = new float[PixelLevels.Count];
        for (int p = 0; p < table.Length; p++)
        {
            table[p] = Encode((byte)p, channel);
        }

        return table;
    }
}
