using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// Input gradients of a 3 x 3 convolution with 2 x 2 windows after it, with sums in registers: a list for each column of two pixels, over some outputs. The same
/// chains as those of <see cref="ScatterRows"/>, which loads and stores a sum for each term. Where a window reaches only one of the two rows the other takes a
/// term 0, which changes no sum as long as gradients and weights are finite.
/// </summary>
internal sealed unsafe class InputSums
{
    private const int PoolSize = 2;

    // Weights of so many outputs stay in the first-level cache while lists use them: 24 KiB with vectors of eight.
    private const int Outputs = 16;

    // So many lists, or those of two rows of pixels, are made before the first is used.
    private const int Lists = 32;
    private readonly RealConvolutionShape shape;
    private readonly int windowRows;
    private readonly int windowColumns;
    private readonly LaneWidth lanes;
    private readonly PairWeights weights;
    private readonly PairRecords records;

    private InputSums(RealConvolutionShape shape, int windowRows, int windowColumns, LaneWidth lanes)
    {
        this.shape = shape;
        this.windowRows = windowRows;
        this.windowColumns = windowColumns;
        this.lanes = lanes;
        this.weights = new PairWeights(shape.OutChannels, shape.InChannels, Slice(lanes));
        records = new PairRecords(windowRows, windowColumns, shape.OutChannels, this.weights, lanes);
    }

    private int FirstColumn => this.shape.Padding;

    // Without the border, and what no window reaches.
    private int EndColumn => Math.Min(PoolSize * (this.windowColumns + 1), this.shape.Padding + this.shape.Width);

    private int FirstRowPair => this.shape.Padding / PoolSize;

    private int EndRowPair => Math.Min(this.windowRows + 1, (this.shape.Padding + this.shape.Height + 1) / PoolSize);

    /// <summary>Sums for a layer, or null where its sizes do not suit.</summary>
    public static InputSums? Create(RealConvolutionShape shape, int windowRows, int windowColumns, int poolSize, LaneWidth lanes) =>
        shape is { KernelHeight: PairWeights.Kernel, KernelWidth: PairWeights.Kernel, Stride: 1 } && poolSize == PoolSize
        && lanes != LaneWidth.Sixteen && shape.InChannels % Slice(lanes) == 0
            ? new InputSums(shape, windowRows, windowColumns, lanes)
            : null;

    /// <summary>Takes weights: outputs x kernel rows x kernel columns x channels.</summary>
    public void SetWeights(ReadOnlySpan<float> values) => this.weights.Set(values);

    /// <summary>Makes the gradients of an image, but for its border; false, and nothing made, where a gradient or a weight is not finite.</summary>
    /// <param name="places">windows x outputs.</param>
    /// <param name="gradient">windows x outputs.</param>
    /// <param name="target">The image with its border.</param>
    /// <param name="scratch">Memory of the calling thread.</param>
    public bool TryMake(ReadOnlySpan<int> places, ReadOnlySpan<float> gradient, Span<float> target, GradientScratch scratch)
    {
        if (!this.weights.AreFinite || !VectorKernels.AreFinite(gradient))
        {
            return false;
        }

        if (2 * EndRowPair < this.shape.Padding + this.shape.Height || EndColumn < this.shape.Padding + this.shape.Width)
        {
            target.Clear();
        }

        int width = EndColumn - FirstColumn;
        int group = Math.Max(1, Lists / width);
        int room = ColumnLists.RoomBytes(Outputs);
        fixed (int* place = places)
        fixed (float* g = gradient, image = target)
        fixed (ListEntry* pairs = scratch.Pairs(2 * records.Count * Outputs))
        fixed (int* leftBytes = scratch.LeftBytes(records.Count * Outputs))
        fixed (ListRange* ranges = scratch.Ranges(group * width))
        fixed (byte* lists = scratch.Lists(group * width * room))
        {
            for (int first = 0; first < this.shape.OutChannels; first += Outputs)
            {
                int count = Math.Min(Outputs, this.shape.OutChannels - first);
                records.Make(place, g, first, count, pairs, leftBytes);
                for (int pair = FirstRowPair; pair < EndRowPair; pair += group)
                {
                    int end = Math.Min(pair + group, EndRowPair);
                    ListRange* range = ranges;
                    byte* list = lists;
                    for (int p = pair; p < end; p++)
                    {
                        for (int x = FirstColumn; x < EndColumn; x++)
                        {
                            *range++ = MakeList(pairs, leftBytes, p, x, count, list);
                            list += room;
                        }
                    }

                    Sum(ranges, pair, end, first, image);
                }
            }
        }

        return true;
    }

    private static int Slice(LaneWidth lanes) => TwoRowSums.Vectors * lanes.Lanes();

    private ListRange MakeList(ListEntry* pairs, int* leftBytes, int rowPair, int x, int count, byte* room)
    {
        int column = x / PoolSize;
        int right = ((rowPair * this.windowColumns) + column) * count;
        ListEntry* rightPairs = column < this.windowColumns ? pairs + (2 * right) : null;
        ListEntry* leftPairs = column > 0 ? pairs + (2 * (right - count)) : null;
        nint pairBytes = (rowPair == 0 || rowPair == this.windowRows ? 1 : 2) * PairRecords.EntryBytes;
        int slice = this.weights.Slice;
        if (x % PoolSize == 0)
        {
            byte* end = room + ColumnLists.RoomBytes(Outputs);
            byte* begin = ColumnLists.Even(rightPairs, leftBytes + right, leftPairs, count, pairBytes, 2 * slice, end);
            return new ListRange((ListEntry*)begin, (ListEntry*)end);
        }

        byte* reached = ColumnLists.Odd(rightPairs, leftPairs, leftBytes + right - count, count, pairBytes, slice, 3 * slice, room);
        return new ListRange((ListEntry*)room, (ListEntry*)reached);
    }

    private void Sum(ListRange* ranges, int firstRowPair, int endRowPair, int firstOutput, float* image)
    {
        switch (lanes)
        {
            case LaneWidth.Eight:
                Sum<Lanes256, Vector256<float>>(ranges, firstRowPair, endRowPair, firstOutput, image);
                break;
            default:
                Sum<ScalarLanes, float>(ranges, firstRowPair, endRowPair, firstOutput, image);
                break;
        }
    }

    private void Sum<TLanes, TVector>(ListRange* ranges, int firstRowPair, int endRowPair, int firstOutput, float* image)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        int channels = this.shape.InChannels;
        int stride = this.shape.PaddedWidth * channels;
        for (int slice = 0; slice < this.weights.Slices; slice++)
        {
            fixed (float* values = this.weights.Values(slice))
            {
                float* w = values + this.weights.RowLength + (firstOutput * this.weights.OutputLength);
                ListRange* range = ranges;
                for (int p = firstRowPair; p < endRowPair; p++)
                {
                    float* target = image + (PoolSize * p * stride) + (FirstColumn * channels) + (slice * this.weights.Slice);
                    for (int x = FirstColumn; x < EndColumn; x++, range++, target += channels)
                    {
                        TwoRowSums.Add<TLanes, TVector>(range->Begin, range->End, w, target, stride, begins: firstOutput == 0);
                    }
                }
            }
        }
    }
}
