namespace PimSim.Training;

/// <summary>Where a layer stands in a graph.</summary>
/// <param name="Inputs">What it takes; gradients are added there. The network's input has none.</param>
/// <param name="Output">Where its result goes and its gradient comes from.</param>
/// <param name="Options">Settings of the run.</param>
/// <param name="WeightIndex">Number among the layers with weights, for the initial ones.</param>
internal sealed record LayerPlace(IReadOnlyList<ActivationBuffer> Inputs, ActivationBuffer Output, TrainingOptions Options, int WeightIndex)
{
    /// <summary>Weights of a layer with initial values.</summary>
    public LayerWeights NewWeights(float[] values, int channels, bool binary) => binary
        ? new BinaryLayerWeights(values, channels, TrainingMethods.Create(Options.Method, Options.Clipping, channels), Options.Optimizer)
        : new RealLayerWeights(values, channels, Options.Optimizer);
}
