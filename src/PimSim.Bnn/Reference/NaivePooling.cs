using System.Numerics;

namespace PimSim.Bnn;

/// <summary>Max-pooling with plain loops, of anything that can be compared.</summary>
internal static class NaivePooling
{
    /// <summary>The first maximum of each window, window taken row by row.</summary>
    public static T[] Max<T>(T[] values, ImageShape input, MaxPoolNode? pool, ImageShape output)
        where T : IComparisonOperators<T, T, bool>
    {
        if (pool is null)
        {
            return values;
        }

        var result = new T[output.Count];
        for (int y = 0; y < output.Height; y++)
        {
            for (int x = 0; x < output.Width; x++)
            {
                for (int c = 0; c < output.Channels; c++)
                {
                    result[(((y * output.Width) + x) * output.Channels) + c] = Window(values, input, pool, y, x, c);
                }
            }
        }

        return result;
    }

    private static T Window<T>(T[] values, ImageShape input, MaxPoolNode pool, int y, int x, int channel)
        where T : IComparisonOperators<T, T, bool>
    {
        int origin = (((y * pool.Stride * input.Width) + (x * pool.Stride)) * input.Channels) + channel;
        T best = values[origin];
        for (int dy = 0; dy < pool.Size; dy++)
        {
            for (int dx = 0; dx < pool.Size; dx++)
            {
                T candidate = values[origin + (((dy * input.Width) + dx) * input.Channels)];
                if (candidate > best)
                {
                    best = candidate;
                }
            }
        }

        return best;
    }
}
