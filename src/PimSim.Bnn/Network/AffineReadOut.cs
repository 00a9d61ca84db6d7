namespace PimSim.Bnn;

/// <summary>
/// The class of the first of the highest scale * score + offset, compared exactly: what is left of a batch norm or a scale after the
/// last layer.
/// </summary>
/// <param name="Scale">Scale of each class, finite.</param>
/// <param name="Offset">Offset of each class, finite.</param>
public sealed record AffineReadOut(double[] Scale, double[] Offset) : ReadOut
{
    /// <inheritdoc/>
    public override int Classify(ReadOnlySpan<float> scores)
    {
        int best = 0;
        Dyadic highest = Value(0, scores[0]);
        for (int c = 1; c < scores.Length; c++)
        {
            Dyadic value = Value(c, scores[c]);
            if ((value - highest).Sign > 0)
            {
                (best, highest) = (c, value);
            }
        }

        return best;
    }

    private Dyadic Value(int channel, float score) => (Dyadic.From(Scale[channel]) * Dyadic.From(score)) + Dyadic.From(Offset[channel]);
}
