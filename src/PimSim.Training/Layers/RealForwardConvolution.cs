using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Products in fp32.</summary>
internal sealed class RealForwardConvolution : ForwardConvolution
{
    private readonly RealConvolution convolution;

    public RealForwardConvolution(BlockGeometry geometry)
    {
        convolution = new RealConvolution(geometry.Convolution, geometry.UsedHeight, geometry.UsedWidth);
    }

    public override void SetWeights(ReadOnlySpan<float> weights) => convolution.SetWeights(weights);

    public override void Run(ActivationBuffer input, int image, BlockScratch scratch) =>
        convolution.ForwardPadded(input.Image(image), scratch.Convolution.Span);
}
