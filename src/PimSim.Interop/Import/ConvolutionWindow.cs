namespace PimSim.Interop;

/// <summary>How a convolution moves over an image.</summary>
/// <param name="Height">Kernel rows.</param>
/// <param name="Width">Kernel columns.</param>
/// <param name="Stride">Step, both directions.</param>
/// <param name="Padding">Border on each side.</param>
/// <param name="Groups">Groups of channels; divide the channels of the image and of the result.</param>
internal sealed record ConvolutionWindow(int Height, int Width, int Stride, int Padding, int Groups)
{
    /// <summary>The most elements of an image; the network's own limit is tested at the end.</summary>
    public const int MaxElements = 1 << 24;

    /// <summary>Rows and columns of the result.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1122: none. PIM1135: more than an image may have.</exception>
    public (int Height, int Width) Over(OnnxNode node, PimSim.Bnn.ImageShape image, int outputs)
    {
        (int height, int width) = (Size(image.Height, Height), Size(image.Width, Width));
        return (Int128)height * width * outputs <= MaxElements ? (height, width) : throw ImportFault.Size(node);

        int Size(int size, int kernel)
        {
            long free = size + (2L * Padding) - kernel;
            long steps = free < 0 ? 0 : (free / Stride) + 1;
            return steps is > 0 and <= MaxElements ? (int)steps : throw ImportFault.Operand(node, $"has a kernel of {Height}x{Width} for an image of {image}, padded with {Padding}");
        }
    }
}
