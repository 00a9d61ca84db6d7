using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Scores, time and energy of a workload on images.</summary>
public sealed record InferenceRun : InferenceTiming
{
    /// <summary>Results of the last operation: images x outputs.</summary>
    public required float[] Scores { get; init; }

    /// <summary>Faults that the run met, or null where the device has none.</summary>
    public FaultCounts? Faults { get; init; }

    /// <summary>Outputs per image.</summary>
    public required int Outputs { get; init; }

    /// <summary>Commands executed on the banks; 0 on the fast path.</summary>
    public required long CommandsExecuted { get; init; }

    /// <summary>How classes follow from scores.</summary>
    public required IReadOut ReadOut { get; init; }

    /// <summary>Class of each image, by the read-out.</summary>
    public byte[] Predictions() => Classes(Scores, Outputs, ReadOut);

    internal static byte[] Classes(float[] scores, int outputs, IReadOut readOut)
    {
        byte[] result = new byte[scores.Length / outputs];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (byte)readOut.Classify(scores.AsSpan(i * outputs, outputs));
        }

        return result;
    }
}
