using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>The sign as activation.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Input">What it takes.</param>
internal sealed record SignTemplate(string Name, string Input) : LayerTemplate(Name)
{
    internal override IReadOnlyList<string> Inputs => [Input];

    internal override ImageShape Output(ImageShape input) => input;

    internal override GraphLayer Create(LayerPlace place) => new GraphSign(this, place);
}
