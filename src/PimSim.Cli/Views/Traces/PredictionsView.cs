using System.Security.Cryptography;
using PimSim.Driver;

namespace PimSim.Cli;

/// <summary>Predicted classes, image by image.</summary>
/// <param name="Classes">One class an image.</param>
internal sealed record PredictionsView(IReadOnlyList<byte> Classes)
{
    /// <summary>SHA-256 of one byte a class, hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData([.. Classes]));

    /// <summary>The class of each image is the first with the largest score, or follows the rule.</summary>
    /// <param name="scores">images x classes.</param>
    /// <param name="classes">Scores of an image, at most 256.</param>
    /// <param name="rule">Another rule, or null.</param>
    public static PredictionsView FromScores(ReadOnlySpan<float> scores, int classes, TraceReadOut? rule = null)
    {
        byte[] predicted = new byte[scores.Length / classes];
        for (int image = 0; image < predicted.Length; image++)
        {
            ReadOnlySpan<float> row = scores.Slice(image * classes, classes);
            predicted[image] = (byte)(rule?.Classify(row) ?? FirstMaximum.Of(row));
        }

        return new PredictionsView(predicted);
    }

    /// <summary>How many equal the labels of the same index.</summary>
    public long CountCorrect(ReadOnlySpan<byte> labels)
    {
        long correct = 0;
        for (int i = 0; i < Classes.Count; i++)
        {
            correct += Classes[i] == labels[i] ? 1 : 0;
        }

        return correct;
    }
}
