using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Products in fp32.</summary>
internal sealed class RealForwardConvolution : ForwardConvolution
{
    private readonly RealConvolution convolution;
    private readonly int poolSize;

    public RealForwardConvolution(BlockGeometry geometry)
    {
        convolution = new RealConvolution(geometry.Convolution, geometry.UsedHeight, geometry.UsedWidth);
        poolSize = geometry.PoolSize;
    }

    public override void SetWeights(ReadOnlySpan<float> weights) => convolution.SetWeights(weights);

    public override void Run(ActivationBuffer input, int image, float scale, Span<float> pooled, Span<int> places, BlockScratch scratch) =>
        convolution.ForwardPooled(input.Image(image), poolSize, scale, pooled, places, scratch.Convolution.Span);
}
