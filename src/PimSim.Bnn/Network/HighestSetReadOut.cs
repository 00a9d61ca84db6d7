namespace PimSim.Bnn;

/// <summary>The last class whose threshold fires; class 0 where none does. FINN's fully connected networks are read like this.</summary>
/// <param name="Thresholds">Threshold of each class on its score.</param>
public sealed record HighestSetReadOut(DotThreshold[] Thresholds) : ReadOut
{
    /// <inheritdoc/>
    public override int Classify(ReadOnlySpan<float> scores)
    {
        for (int c = scores.Length - 1; c > 0; c--)
        {
            if (Thresholds[c].AtMost ? scores[c] <= Thresholds[c].Limit : scores[c] >= Thresholds[c].Limit)
            {
                return c;
            }
        }

        return 0;
    }
}
