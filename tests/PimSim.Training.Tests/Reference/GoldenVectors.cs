using System.Text.Json;
using PimSim.Tests;

namespace PimSim.Training.Tests;

/// <summary>A section of the recorded double-precision vectors; images there are image, channel, row, column.</summary>
internal sealed class GoldenVectors
{
    private readonly JsonElement section;

    private GoldenVectors(JsonElement section)
    {
        this.section = section;
    }

    public static GoldenVectors Section(string name)
    {
        using FileStream file = File.OpenRead(SharedFolder.Require("golden/training/vectors.json"));
        using JsonDocument document = JsonDocument.Parse(file);
        return new GoldenVectors(document.RootElement.GetProperty(name).Clone());
    }

    public double Number(string name) => this.section.GetProperty(name).GetDouble();

    public double[] Array(string name) => [.. this.section.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];

    public float[] Floats(string name) => [.. Array(name).Select(v => (float)v)];

    public int[] Shape(string name) => [.. this.section.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    /// <summary>From (image, channel, row, column) to (image, row, column, channel).</summary>
    public static T[] ChannelsLast<T>(T[] values, int channels, int height, int width)
    {
        var result = new T[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int pixel = i % (height * width);
            int channel = i / (height * width) % channels;
            int image = i / (height * width * channels);
            result[(((image * height * width) + pixel) * channels) + channel] = values[i];
        }

        return result;
    }

    public static void AssertClose(IReadOnlyList<double> expected, IEnumerable<double> actual, double tolerance)
    {
        double[] values = [.. actual];
        Assert.Equal(expected.Count, values.Length);
        double scale = Math.Max(expected.Max(Math.Abs), 1e-12);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= tolerance * scale, $"element {i}: {values[i]:R} where {expected[i]:R} is due");
        }
    }

    public static void AssertClose(IReadOnlyList<double> expected, IEnumerable<float> actual, double tolerance) =>
        AssertClose(expected, actual.Select(v => (double)v), tolerance);
}
