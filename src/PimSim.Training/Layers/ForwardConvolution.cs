namespace PimSim.Training;

/// <summary>The products of a convolution, for the positions that pooling takes.</summary>
internal abstract class ForwardConvolution
{
    /// <summary>Takes what is multiplied with: output channel, ky, kx, input channel.</summary>
    public abstract void SetWeights(ReadOnlySpan<float> weights);

    /// <summary>Products of one image of the input: rows x columns x output channels, in the scratch's room for them.</summary>
    public abstract void Run(ActivationBuffer input, int image, BlockScratch scratch);
}
