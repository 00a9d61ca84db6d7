namespace PimSim.Driver;

/// <summary>The images of a run, as the numbers that the first layer takes.</summary>
public interface IImageSource
{
    /// <summary>Images.</summary>
    int Count { get; }

    /// <summary>Rows.</summary>
    int Height { get; }

    /// <summary>Columns.</summary>
    int Width { get; }

    /// <summary>Channels.</summary>
    int Channels { get; }

    /// <summary>Writes image <paramref name="index"/>, height x width x channels; safe for concurrent calls.</summary>
    void Read(int index, Span<float> values);
}
