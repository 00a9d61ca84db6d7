using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Convolution, then max-pooling.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Form">Its sizes.</param>
internal sealed record ConvolutionTemplate(string Name, string Input, BlockTemplate Form) : LayerTemplate(Name)
{
    internal override IReadOnlyList<string> Inputs => [Input];

    internal override bool HasWeights => true;

    internal override ImageShape Output(ImageShape input)
    {
        BlockGeometry geometry = new(Form, input.Height, input.Width, input.Channels);
        return new ImageShape(geometry.PooledHeight, geometry.PooledWidth, Form.OutChannels);
    }

    internal override GraphLayer Create(LayerPlace place) => new GraphConvolution(this, place);
}
