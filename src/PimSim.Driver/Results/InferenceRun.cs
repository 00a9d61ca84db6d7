namespace PimSim.Driver;

/// <summary>Scores, time and energy of a workload on images.</summary>
public sealed record InferenceRun : InferenceTiming
{
    /// <summary>Results of the last operation: images x outputs.</summary>
    public required float[] Scores { get; init; }

    /// <summary>Outputs per image.</summary>
    public required int Outputs { get; init; }

    /// <summary>Commands executed on the banks; 0 on the fast path.</summary>
    public required long CommandsExecuted { get; init; }

    /// <summary>Class of each image: the first of the highest scores.</summary>
    public byte[] Predictions() => Classes(Scores, Outputs);

    internal static byte[] Classes(float[] scores, int outputs)
    {
        byte[] result = new byte[scores.Length / outputs];
        for (int i = 0; i < result.Length; i++)
        {
            ReadOnlySpan<float> s = scores.AsSpan(i * outputs, outputs);
            int best = 0;
            for (int c = 1; c < s.Length; c++)
            {
                best = s[c] > s[best] ? c : best;
            }

            result[i] = (byte)best;
        }

        return result;
    }
}
