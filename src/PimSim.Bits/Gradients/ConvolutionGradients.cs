using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// The two products of the backward pass of a convolution with max-pooling after it, for gradients that reach one position
/// of each window. Each result is one chain of fused multiply-adds. Chains of weight gradients run over the windows of an
/// image, row by row, and go on from what the target holds; chains of input gradients begin at +0 and run over rising
/// output, then rising kernel column, then windows row by row. Safe for concurrent calls, not while weights change.
/// </summary>
public sealed unsafe class ConvolutionGradients
{
    // From this length of a kernel row on lanes hold taps; below, where windows are small, they hold outputs.
    private const int ShortRow = 16;
    private readonly RealConvolutionShape shape;
    private readonly PoolWindows windows;
    private readonly LaneWidth lanes;
    private readonly TapSums? taps;
    private readonly AlignedFloats? inputWeights;

    /// <summary>A convolution, and as many windows after it as are given.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="pooledHeight">Rows of windows.</param>
    /// <param name="pooledWidth">Columns of windows.</param>
    /// <param name="poolSize">Rows and columns of a window; 1 for no pooling.</param>
    /// <param name="hasInputGradients">Whether input gradients are wanted.</param>
    /// <exception cref="ArgumentException">The windows do not fit.</exception>
    public ConvolutionGradients(
        RealConvolutionShape shape, int pooledHeight, int pooledWidth, int poolSize, bool hasInputGradients)
        : this(shape, pooledHeight, pooledWidth, poolSize, hasInputGradients, LaneWidths.Best)
    {
    }

    internal ConvolutionGradients(
        RealConvolutionShape shape, int pooledHeight, int pooledWidth, int poolSize, bool hasInputGradients, LaneWidth lanes)
    {
        this.shape = shape;
        this.lanes = lanes;
        this.windows = new PoolWindows(shape, pooledHeight, pooledWidth, poolSize);
        bool isShort = shape.KernelWidth * shape.InChannels < ShortRow && poolSize * poolSize <= TapSums.MaximumPlaces;
        this.taps = isShort ? new TapSums(shape, this.windows) : null;
        inputWeights = hasInputGradients ? new AlignedFloats(WeightCount) : null;
    }

    /// <summary>Number of weights.</summary>
    public int WeightCount => this.shape.OutChannels * this.shape.Depth;

    /// <summary>Takes the weights that input gradients are made with: outputs x kernel rows x kernel columns x channels.</summary>
    public void SetWeights(ReadOnlySpan<float> weights)
    {
        if (inputWeights is not null)
        {
            weights.CopyTo(inputWeights.Span);
        }
    }

    /// <summary>Adds an image's weight gradients and, where wanted, makes its input gradients.</summary>
    /// <param name="places">windows x outputs: the place in each window that takes the gradient, from 0 to poolSize^2 - 1.</param>
    /// <param name="gradient">windows x outputs: the gradient.</param>
    /// <param name="padded">The image with its border.</param>
    /// <param name="weightSums">Sums of weight gradients, in an order of their own: see <see cref="ToWeightOrder"/>.</param>
    /// <param name="inputGradient">Gradients of the image with its border, out; that of the border is 0.</param>
    /// <param name="scratch">Memory of the calling thread.</param>
    /// <exception cref="ArgumentException">An array is too short.</exception>
    public void Run(
        ReadOnlySpan<int> places,
        ReadOnlySpan<float> gradient,
        ReadOnlySpan<float> padded,
        Span<float> weightSums,
        Span<float> inputGradient,
        GradientScratch scratch)
    {
        int length = this.windows.Count * this.shape.OutChannels;
        if (places.Length < length || gradient.Length < length || padded.Length < this.shape.PaddedLength || weightSums.Length < WeightCount
            || (inputWeights is not null && inputGradient.Length < this.shape.PaddedLength))
        {
            throw new ArgumentException($"arrays too short for {this.shape}", nameof(places));
        }

        if (places[..length].ContainsAnyExceptInRange(0, this.windows.PlaceOffsets.Length - 1))
        {
            throw new ArgumentException("a place outside the window", nameof(places));
        }

        ListEntry[] lists = [];
        if (this.taps is null || inputWeights is not null)
        {
            lists = scratch.WindowLists(length);
            new WindowLists(this.windows, this.shape.OutChannels, lanes).Fill(places, gradient, lists);
        }

        if (this.taps is null)
        {
            AddWeights(lists, padded, weightSums);
        }
        else
        {
            this.taps.Add(places, gradient, padded, weightSums, scratch, lanes);
        }

        if (inputWeights is not null)
        {
            MakeInputs(lists, inputWeights.Span, inputGradient);
        }
    }

    /// <summary>Writes sums of weight gradients as outputs x kernel rows x kernel columns x channels.</summary>
    public void ToWeightOrder(ReadOnlySpan<float> weightSums, Span<float> gradient)
    {
        if (this.taps is null)
        {
            weightSums[..WeightCount].CopyTo(gradient);
        }
        else
        {
            this.taps.ToWeightOrder(weightSums, gradient);
        }
    }

    private void AddWeights(ListEntry[] lists, ReadOnlySpan<float> padded, Span<float> sums)
    {
        int count = this.windows.Count;
        int run = this.shape.KernelWidth * this.shape.InChannels;
        int stride = this.shape.PaddedWidth * this.shape.InChannels;
        fixed (ListEntry* list = lists)
        fixed (float* source = padded, target = sums)
        {
            for (int o = 0; o < this.shape.OutChannels; o++)
            {
                ListSums.Add(list + (o * count), count, source, this.shape.KernelHeight, stride, target + (o * this.shape.Depth), run, lanes);
            }
        }
    }

    private void MakeInputs(ListEntry[] lists, ReadOnlySpan<float> weights, Span<float> target)
    {
        target[..this.shape.PaddedLength].Clear();
        int count = this.windows.Count;
        (int rows, int columns, int channels) = (this.shape.KernelHeight, this.shape.KernelWidth, this.shape.InChannels);
        int stride = this.shape.PaddedWidth * channels;
        fixed (ListEntry* list = lists)
        fixed (float* weight = weights, image = target)
        {
            for (int o = 0; o < this.shape.OutChannels; o++)
            {
                ListEntry* from = list + (o * count);
                float* w = weight + (o * this.shape.Depth);
                switch (lanes)
                {
                    case LaneWidth.Sixteen:
                        ScatterRows.Run<Lanes512, Vector512<float>>(from, count, w, rows, columns, channels, image, stride);
                        break;
                    case LaneWidth.Eight:
                        ScatterRows.Run<Lanes256, Vector256<float>>(from, count, w, rows, columns, channels, image, stride);
                        break;
                    default:
                        ScatterRows.Run<ScalarLanes, float>(from, count, w, rows, columns, channels, image, stride);
                        break;
                }
            }
        }
    }
}
