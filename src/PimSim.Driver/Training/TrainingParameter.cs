namespace PimSim.Driver;

/// <summary>Parameters with Adam's moments.</summary>
/// <param name="Values">Values.</param>
/// <param name="First">First moments.</param>
/// <param name="Second">Second moments.</param>
public sealed record TrainingParameter(float[] Values, float[] First, float[] Second)
{
    /// <summary>Parameters whose moments are 0.</summary>
    public static TrainingParameter Fresh(ReadOnlySpan<float> values) => new(values.ToArray(), new float[values.Length], new float[values.Length]);
}
