using PimSim.Bits;

namespace PimSim.Training;

/// <summary>
/// The inputs of a layer for a batch, images with their border (height x width x channels), and their gradients. The
/// border of the values is filled once; that of the gradients takes what the convolution scatters there and is not read.
/// </summary>
internal sealed class ActivationBuffer
{
    private readonly int rowStride;
    private readonly int first;

    public ActivationBuffer(int batchSize, int height, int width, int channels, int padding, float paddingValue, bool hasGradients)
    {
        Height = height;
        Width = width;
        Channels = channels;
        rowStride = (width + (2 * padding)) * channels;
        first = (padding * rowStride) + (padding * channels);
        ImageLength = (height + (2 * padding)) * rowStride;
        Values = new AlignedFloats(batchSize * ImageLength);
        Gradients = new AlignedFloats(hasGradients ? batchSize * ImageLength : 0);
        Values.Span.Fill(paddingValue);
    }

    /// <summary>Images without border in memory of others, which may be longer.</summary>
    public ActivationBuffer(int height, int width, int channels, AlignedFloats values, AlignedFloats gradients)
    {
        (Height, Width, Channels, Values, Gradients) = (height, width, channels, values, gradients);
        rowStride = width * channels;
        ImageLength = height * rowStride;
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>Values of an image with its border.</summary>
    public int ImageLength { get; }

    public AlignedFloats Values { get; }

    /// <summary>Gradients of <see cref="Values"/>; empty for the network's input.</summary>
    public AlignedFloats Gradients { get; }

    public Span<float> Image(int image) => Values.Slice(image * ImageLength, ImageLength);

    public Span<float> GradientImage(int image) => Gradients.Slice(image * ImageLength, ImageLength);

    /// <summary>A row of pixels without the border.</summary>
    public Span<float> Row(int image, int y) => Values.Slice(Start(image, y), Width * Channels);

    public Span<float> GradientRow(int image, int y) => Gradients.Slice(Start(image, y), Width * Channels);

    /// <summary>The pixels of an image among their border, beginning with the first one.</summary>
    public PixelRows Rows => new(Height, Width, rowStride);

    /// <summary>An image from its first pixel inside the border on, see <see cref="Rows"/>.</summary>
    public Span<float> Inside(int image) => Image(image)[first..];

    public Span<float> GradientInside(int image) => GradientImage(image)[first..];

    /// <summary>The images of a block of a batch; they follow each other with their borders.</summary>
    public Span<float> Block(int block, int images) => Values.Slice(block * ImageBlocks.Size * ImageLength, Length(block, images));

    public Span<float> GradientBlock(int block, int images) => Gradients.Slice(block * ImageBlocks.Size * ImageLength, Length(block, images));

    private int Length(int block, int images)
    {
        (int start, int end) = ImageBlocks.Range(block, images);
        return (end - start) * ImageLength;
    }

    private int Start(int image, int y) => (image * ImageLength) + first + (y * rowStride);
}
