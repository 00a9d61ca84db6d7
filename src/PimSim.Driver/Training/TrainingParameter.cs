namespace PimSim.Driver;

/// <summary>Parameters with the optimizer's state.</summary>
/// <param name="Values">Values.</param>
/// <param name="First">First moments, or velocities.</param>
/// <param name="Second">Second moments; 0 without.</param>
public sealed record TrainingParameter(float[] Values, float[] First, float[] Second)
{
    /// <summary>Parameters whose moments are 0.</summary>
    public static TrainingParameter Fresh(ReadOnlySpan<float> values) => new(values.ToArray(), new float[values.Length], new float[values.Length]);
}
