namespace PimSim.Bnn.Tests.Independent;

/// <summary>Scale and signs of clipped weights, written from the definition with explicit chains.</summary>
internal static class IndependentScale
{
    public static (float[] Signs, float? Scale) Binarize(ClippedWeights weights, int outputs)
    {
        float[] clipped = Array.ConvertAll(weights.Values, w =>
        {
            float floor = w > weights.Lower ? w : weights.Lower;
            return floor < weights.Upper ? floor : weights.Upper;
        });
        float[] sums = [.. clipped.Chunk(clipped.Length / outputs).Select(row => Sum(row.Select(w => w < 0 ? -w : w)))];
        float scale = Sum(sums) * (1f / clipped.Length);
        return (Array.ConvertAll(clipped, w => w >= 0 ? 1f : -1f), scale);
    }

    public static float Sum(IEnumerable<float> values)
    {
        float[] all = [.. values];
        float[] chains = [.. Enumerable.Range(0, 16).Select(chain => all.Where((_, k) => k % 16 == chain).Aggregate(0f, (sum, v) => sum + v))];
        float[] eight = [.. Enumerable.Range(0, 8).Select(i => chains[i] + chains[i + 8])];
        float[] four = [.. Enumerable.Range(0, 4).Select(i => eight[i] + eight[i + 4])];
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
