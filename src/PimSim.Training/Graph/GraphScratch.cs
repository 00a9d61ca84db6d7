using PimSim.Bits;

namespace PimSim.Training;

/// <summary>Memory of one worker for one image of the largest convolution of a graph.</summary>
/// <param name="convolutionLength">Results of a convolution, or outputs of a fully connected layer.</param>
/// <param name="pooledLength">The same after pooling.</param>
/// <param name="paddedLength">An image with its border.</param>
internal sealed class GraphScratch(int convolutionLength, int pooledLength, int paddedLength)
{
    /// <summary>Results of the convolution and their gradient.</summary>
    public BlockScratch Block { get; } = new(convolutionLength, pooledLength);

    /// <summary>An image with its border.</summary>
    public AlignedFloats Padded { get; } = new(paddedLength);

    /// <summary>Gradient of <see cref="Padded"/>.</summary>
    public AlignedFloats PaddedGradient { get; } = new(paddedLength);
}
