using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Average-pooling with windows that do not overlap.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Size">Rows and columns of a window, and the step; divides those of the input.</param>
internal sealed record AveragePoolTemplate(string Name, string Input, int Size) : LayerTemplate(Name)
{
    internal override IReadOnlyList<string> Inputs => [Input];

    internal override ImageShape Output(ImageShape input) => new(input.Height / Size, input.Width / Size, input.Channels);

    internal override GraphLayer Create(LayerPlace place) => new GraphAveragePool(this, place);
}
