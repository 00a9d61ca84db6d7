namespace PimSim.Bnn;

/// <summary>
/// How 8-bit pixels become network inputs: x = (float)((p / 255.0 - mean) / deviation), computed in double and rounded
/// once, per channel. Images are height x width x channels (channels last).
/// </summary>
public sealed record InputEncoding
{
    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>Channels of an image.</summary>
    public required int Channels { get; init; }

    /// <summary>Mean of each channel, in units of full scale.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Deviation of each channel, in units of full scale; not 0.</summary>
    public required IReadOnlyList<double> Deviation { get; init; }

    /// <summary>The value of pixel <paramref name="pixel"/> in channel <paramref name="channel"/>.</summary>
    public float Encode(byte pixel, int channel) => (float)(((pixel / 255.0) - Mean[channel]) / Deviation[channel]);

    /// <summary>All values of a channel: 256 entries, indexed by the pixel.</summary>
    public float[] Table(int channel)
    {
        float[] table = new float[256];
        for (int p = 0; p < table.Length; p++)
        {
            table[p] = Encode((byte)p, channel);
        }

        return table;
    }
}
