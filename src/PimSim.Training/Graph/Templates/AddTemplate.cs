using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>The sum of two results of one shape.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="First">First addend.</param>
/// <param name="Second">Second addend.</param>
internal sealed record AddTemplate(string Name, string First, string Second) : LayerTemplate(Name)
{
    internal override IReadOnlyList<string> Inputs => [First, Second];

    internal override ImageShape Output(ImageShape input) => input;

    internal override GraphLayer Create(LayerPlace place) => new GraphAdd(this, place);
}
