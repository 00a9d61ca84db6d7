using PimSim.Bits;

namespace PimSim.Training;

/// <summary>A convolution and its max-pool.</summary>
internal abstract class ForwardConvolution
{
    /// <summary>Takes what is multiplied with: output channel, ky, kx, input channel.</summary>
    public abstract void SetWeights(ReadOnlySpan<float> weights);

    /// <summary>Convolves and pools one image of the input, as <see cref="PoolKernels"/> says.</summary>
    /// <param name="input">Where the image is.</param>
    /// <param name="image">Which one.</param>
    /// <param name="scale">What the maxima are multiplied by.</param>
    /// <param name="pooled">Windows x output channels.</param>
    /// <param name="places">Windows x output channels: the place of the first maximum.</param>
    /// <param name="scratch">Room for what lies between.</param>
    public abstract void Run(ActivationBuffer input, int image, float scale, Span<float> pooled, Span<int> places, BlockScratch scratch);
}
