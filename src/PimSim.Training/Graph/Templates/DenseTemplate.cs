using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>A fully connected layer.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Outputs">Outputs.</param>
/// <param name="Binary">Whether weights are binarized.</param>
/// <param name="HasBias">Whether a bias is added; real layers only.</param>
internal sealed record DenseTemplate(string Name, string Input, int Outputs, bool Binary, bool HasBias) : LayerTemplate(Name)
{
    internal override IReadOnlyList<string> Inputs => [Input];

    internal override bool HasWeights => true;

    internal override ImageShape Output(ImageShape input) => new(1, 1, Outputs);

    internal override GraphLayer Create(LayerPlace place) => new GraphDense(this, place);
}
