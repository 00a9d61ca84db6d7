using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Products in fp32.</summary>
internal sealed class RealForwardConvolution : ForwardConvolution
{
    private readonly RealConvolution _convolution;

    public RealForwardConvolution(BlockGeometry geometry)
    {
        _convolution = new RealConvolution(geometry.Convolution, geometry.UsedHeight, geometry.UsedWidth);
    }

    public override void SetWeights(ReadOnlySpan<float> weights) => _convolution.SetWeights(weights);

    public override void Run(ActivationBuffer input, int image, BlockScratch scratch) =>
        _convolution.ForwardPadded(input.Image(image), scratch.Convolution.Span);
}
