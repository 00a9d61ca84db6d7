namespace PimSim.Bits.Tests;

/// <summary>Max-pooling written out.</summary>
internal static class PlainPool
{
    /// <summary>scale * maximum of each window of (height * size) x (width * size) x channels, and where the first one stands in it.</summary>
    public static (float[] Pooled, int[] Places) FirstMaximum(float[] image, int height, int width, int channels, int size, float scale)
    {
        float[] pooled = new float[height * width * channels];
        int[] places = new int[pooled.Length];
        for (int i = 0; i < pooled.Length; i++)
        {
            (int y, int x, int c) = (i / channels / width, i / channels % width, i % channels);
            float[] window = [.. Enumerable.Range(0, size * size).Select(w =>
                image[(((((y * size) + (w / size)) * width * size) + (x * size) + (w % size)) * channels) + c])];
            for (int w = 1; w < window.Length; w++)
            {
                places[i] = window[w] > window[places[i]] ? w : places[i];
            }

            pooled[i] = window[places[i]] * scale;
        }

        return (pooled, places);
    }
}
