namespace PimSim.Bnn;

/// <summary>A layer and what is decided with it.</summary>
/// <param name="Plan">The block.</param>
/// <param name="Input">The value it takes.</param>
/// <param name="Output">The value it makes.</param>
public sealed record LayerStep(LayerPlan Plan, int Input, int Output) : NetworkStep(Plan.Name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> Inputs => [Input];

    /// <inheritdoc/>
    public override IReadOnlyList<int> Outputs => [Output];
}
