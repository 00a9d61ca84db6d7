using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Cross entropy of the softmax of class scores, in double.</summary>
internal static class SoftmaxLoss
{
    /// <summary>
    /// The loss of one image in nats, and its gradient times <paramref name="weight"/>: (softmax - target) * weight, where the
    /// target is 1 - s at the label plus s / classes everywhere, s being <paramref name="smoothing"/>.
    /// </summary>
    public static double Evaluate(ReadOnlySpan<float> scores, int label, double weight, double smoothing, Span<float> gradient, out bool isCorrect)
    {
        int best = 0;
        for (int c = 1; c < scores.Length; c++)
        {
            best = scores[c] > scores[best] ? c : best;
        }

        isCorrect = best == label;
        double largest = scores[best];
        double sum = 0.0;
        double all = 0.0;
        for (int c = 0; c < scores.Length; c++)
        {
            sum += DeterministicMath.Exp(scores[c] - largest);
            all += scores[c] - largest;
        }

        double elsewhere = smoothing / scores.Length;
        for (int c = 0; c < scores.Length; c++)
        {
            double probability = DeterministicMath.Exp(scores[c] - largest) / sum;
            gradient[c] = (float)((probability - ((c == label ? 1.0 - smoothing : 0.0) + elsewhere)) * weight);
        }

        return DeterministicMath.Log(sum) - (((1.0 - smoothing) * (scores[label] - largest)) + (elsewhere * all));
    }
}
