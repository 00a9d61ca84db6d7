using PimSim.Core;
using PimSim.Data;
using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>Images of a data set, encoded the way a network wants its pixels.</summary>
public sealed class DataSetImages : IImageSource
{
    private readonly ImageDataSet data;
    private readonly float[][] tables;

    /// <summary>Images of <paramref name="data"/> for <paramref name="network"/>.</summary>
    /// <exception cref="UserErrorException">The images are not of the network's shape (PIM0452), or of more classes than it tells apart (PIM0453).</exception>
    public DataSetImages(BnnNetwork network, ImageDataSet data)
    {
        InputEncoding e = network.Input;
        if (data.Height != e.Height || data.Width != e.Width || data.Channels != e.Channels)
        {
            throw new UserErrorException(
                "PIM0452",
                $"network '{network.Name}' takes images of {e.Height} x {e.Width} x {e.Channels}; '{data.Name}' has {data.Height} x {data.Width} x {data.Channels}",
                null,
                "take data of that shape");
        }

        if (data.ClassCount > network.Classes.Count)
        {
            throw new UserErrorException(
                "PIM0453",
                $"network '{network.Name}' tells {network.Classes.Count} classes apart; '{data.Name}' has labels of {data.ClassCount}",
                null,
                "take data with as many classes, or check that the file of labels belongs to it");
        }

        this.data = data;
        tables = [.. Enumerable.Range(0, e.Channels).Select(e.Table)];
    }

    /// <inheritdoc/>
    public int Count => data.Count;

    /// <inheritdoc/>
    public int Height => data.Height;

    /// <inheritdoc/>
    public int Width => data.Width;

    /// <inheritdoc/>
    public int Channels => data.Channels;

    /// <inheritdoc/>
    public void Read(int index, Span<float> values)
    {
        ReadOnlySpan<byte> pixels = data.Image(index);
        for (int i = 0; i < pixels.Length; i++)
        {
            values[i] = tables[i % tables.Length][pixels[i]];
        }
    }
}
