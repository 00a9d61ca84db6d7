using System.Security.Cryptography;

namespace PimSim.Cli;

/// <summary>Predicted classes, image by image.</summary>
/// <param name="Classes">One class an image.</param>
internal sealed record PredictionsView(IReadOnlyList<byte> Classes)
{
    /// <summary>SHA-256 of one byte a class, hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData([.. Classes]));

    /// <summary>The class of each image is the first with the largest score.</summary>
    /// <param name="scores">images x classes.</param>
    /// <param name="classes">Scores of an image, at most 256.</param>
    public static PredictionsView FromScores(ReadOnlySpan<float> scores, int classes)
    {
        byte[] predicted = new byte[scores.Length / classes];
        for (int image = 0; image < predicted.Length; image++)
        {
            ReadOnlySpan<float> row = scores.Slice(image * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
            {
                best = row[c] > row[best] ? c : best;
            }

            predicted[image] = (byte)best;
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
