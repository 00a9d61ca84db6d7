namespace PimSim.Bnn.Tests.Independent;

/// <summary>What is done in fp32 with numbers of the graph: scaled, normalized, added, averaged; every operation is rounded once.</summary>
internal static class IndependentArithmetic
{
    /// <summary>Any value as numbers; dot products times their scale.</summary>
    public static float[] Numbers(NodeValue value) => value.Reals
        ?? (value.Levels is { } levels ? Array.ConvertAll(levels, l => (float)l)
        : value.Signs is { } signs ? Array.ConvertAll(signs, s => s ? 1f : -1f)
        : Array.ConvertAll(value.Dots!, d => Plus(Times(value.Scale, d), 0f)));

    public static float[] Normalize(BatchNormNode norm, NodeValue input)
    {
        float[] numbers = input.Dots is { } dots ? Array.ConvertAll(dots, d => (float)d) : Numbers(input);
        float scale = input.Dots is null ? 1f : input.Scale;
        return [.. numbers.Select((x, i) =>
        {
            int c = i % input.Channels;
            double slope = norm.Gamma[c] / Math.Sqrt((double)norm.Variance[c] + norm.Epsilon);
            float shift = (float)(norm.Beta[c] - (norm.Mean[c] * slope));
            return Plus(Times((float)(slope * scale), x), shift);
        })];
    }

    public static NodeValue Add(NodeValue a, NodeValue b) => new(a.Height, a.Width, a.Channels)
    {
        Reals = [.. Numbers(a).Zip(Numbers(b), Plus)],
    };

    public static NodeValue Average(AveragePoolNode pool, NodeValue input)
    {
        float[] numbers = Numbers(input);
        int height = ((input.Height - pool.Size) / pool.Stride) + 1;
        int width = ((input.Width - pool.Size) / pool.Stride) + 1;
        float reciprocal = 1f / (pool.Size * pool.Size);
        float[] result = new float[height * width * input.Channels];
        for (int i = 0; i < result.Length; i++)
        {
            int y = i / input.Channels / width * pool.Stride;
            int x = i / input.Channels % width * pool.Stride;
            float[] window = [.. Enumerable.Range(0, pool.Size * pool.Size).Select(t =>
                numbers[((((y + (t / pool.Size)) * input.Width) + x + (t % pool.Size)) * input.Channels) + (i % input.Channels)])];
            result[i] = Times(window.Aggregate(Plus), reciprocal);
        }

        return new NodeValue(height, width, input.Channels) { Reals = result };
    }

    // Through double: product and sum of two floats round to fp32 there as they do directly.
    private static float Times(float a, float b) => (float)((double)a * b);

    private static float Plus(float a, float b) => (float)((double)a + b);
}
