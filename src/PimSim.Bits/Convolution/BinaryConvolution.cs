using System.Buffers;

namespace PimSim.Bits;

/// <summary>
/// Mismatch counts of a binary convolution: patches of an image against the weights of each group. Immutable; any
/// number of threads; buffers come from the shared pool, so that a call allocates nothing once the pool is warm.
/// </summary>
public sealed class BinaryConvolution
{
    // A multiple of every kernel's row block; patches of a block stay in the first-level cache.
    private const int BlockPositions = 64;

    private readonly PatchPacker packer;

    /// <summary>A convolution of the given sizes.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="padBit">The bit outside the image: false for +1 and for a true zero, true for -1.</param>
    /// <exception cref="ArgumentException">The shape is not a convolution.</exception>
    public BinaryConvolution(ConvolutionShape shape, bool padBit)
    {
        packer = new PatchPacker(shape, padBit);
    }

    /// <summary>What gathers the patches.</summary>
    public PatchPacker Packer => packer;

    /// <summary>The sizes.</summary>
    public ConvolutionShape Shape => packer.Shape;

    /// <summary>Packs weights (OutChannels x PatchBits; a row has kernel row, kernel column, channel of the group, channels fastest), one panel a group.</summary>
    /// <exception cref="ArgumentException">The weights are not those of the shape.</exception>
    public static PackedPanel[] Panels(ConvolutionShape shape, PackedMatrix weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        shape.Validate();
        if (weights.Rows != shape.OutChannels || weights.Columns != shape.PatchBits)
        {
            throw new ArgumentException($"weights of {weights.Rows} x {weights.Columns} for {shape}", nameof(weights));
        }

        var panels = new PackedPanel[shape.Groups];
        for (int g = 0; g < panels.Length; g++)
        {
            panels[g] = PackedPanel.From(weights, g * shape.GroupOutputs, shape.GroupOutputs);
        }

        return panels;
    }

    /// <summary>Counts for consecutive output positions (row-major): m[i * OutChannels + o] is output o at firstPosition + i.</summary>
    /// <param name="images">Images of the shape's height, width and channels.</param>
    /// <param name="image">Which of them.</param>
    /// <param name="panels">One panel a group, GroupOutputs x PatchBits.</param>
    /// <param name="firstPosition">First output position.</param>
    /// <param name="count">How many.</param>
    /// <param name="m">count x OutChannels mismatch counts; may be longer.</param>
    /// <exception cref="ArgumentException">Sizes do not fit the shape.</exception>
    public void Mismatches(PackedImages images, int image, ReadOnlySpan<PackedPanel> panels, int firstPosition, int count, Span<int> m)
    {
        if (firstPosition < 0 || count < 0 || firstPosition > Shape.Positions - count)
        {
            throw new ArgumentException($"no {count} positions from {firstPosition} on among {Shape.Positions}", nameof(firstPosition));
        }

        Run(images, image, panels, default, firstPosition, count, m);
    }

    /// <summary>Counts for a list of output positions (row-major): m[i * OutChannels + o] is output o at positions[i].</summary>
    /// <exception cref="ArgumentException">Sizes do not fit the shape, or a position is none.</exception>
    public void Mismatches(PackedImages images, int image, ReadOnlySpan<PackedPanel> panels, ReadOnlySpan<int> positions, Span<int> m)
    {
        uint all = (uint)Shape.Positions;
        foreach (int position in positions)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, all, nameof(positions));
        }

        Run(images, image, panels, positions, 0, positions.Length, m);
    }

    private void Run(PackedImages images, int image, ReadOnlySpan<PackedPanel> panels, ReadOnlySpan<int> list, int first, int count, Span<int> m)
    {
        packer.CheckImages(images, image);
        CheckPanels(panels);
        if (m.Length < (long)count * Shape.OutChannels)
        {
            throw new ArgumentException($"{m.Length} results for {count} x {Shape.OutChannels}", nameof(m));
        }

        ConvolutionShape shape = Shape;
        int words = shape.PatchWords;
        ulong[] rented = ArrayPool<ulong>.Shared.Rent(BlockPositions * words);
        for (int done = 0; done < count; done += BlockPositions)
        {
            int block = Math.Min(BlockPositions, count - done);
            Span<ulong> patches = rented.AsSpan(0, block * words);
            for (int g = 0; g < shape.Groups; g++)
            {
                if (list.IsEmpty)
                {
                    PackRange(images.Image(image), g, first + done, patches, words);
                }
                else
                {
                    PackList(images.Image(image), g, list.Slice(done, block), patches, words);
                }

                Span<int> target = m[((done * shape.OutChannels) + (g * shape.GroupOutputs))..];
                XnorKernels.Best.MismatchCounts(patches, block, words, panels[g], target, shape.OutChannels);
            }
        }

        ArrayPool<ulong>.Shared.Return(rented);
    }

    private void PackRange(ReadOnlySpan<ulong> image, int group, int first, Span<ulong> patches, int words)
    {
        int width = Shape.OutWidth, stride = Shape.Stride, padding = Shape.Padding;
        (int y, int x) = Math.DivRem(first, width);
        for (int at = 0; at < patches.Length; at += words)
        {
            packer.PackChecked(image, group, (y * stride) - padding, (x * stride) - padding, patches.Slice(at, words));
            if (++x == width)
            {
                x = 0;
                y++;
            }
        }
    }

    private void PackList(ReadOnlySpan<ulong> image, int group, ReadOnlySpan<int> positions, Span<ulong> patches, int words)
    {
        int width = Shape.OutWidth, stride = Shape.Stride, padding = Shape.Padding;
        for (int i = 0; i < positions.Length; i++)
        {
            (int y, int x) = Math.DivRem(positions[i], width);
            packer.PackChecked(image, group, (y * stride) - padding, (x * stride) - padding, patches.Slice(i * words, words));
        }
    }

    private void CheckPanels(ReadOnlySpan<PackedPanel> panels)
    {
        if (panels.Length != Shape.Groups)
        {
            throw new ArgumentException($"{panels.Length} panels for {Shape.Groups} groups", nameof(panels));
        }

        foreach (PackedPanel panel in panels)
        {
            if (panel is null || panel.Outputs != Shape.GroupOutputs || panel.Columns != Shape.PatchBits)
            {
                throw new ArgumentException($"a panel is not {Shape.GroupOutputs} x {Shape.PatchBits}", nameof(panels));
            }
        }
    }
}
