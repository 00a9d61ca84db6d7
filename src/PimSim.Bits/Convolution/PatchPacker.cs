using System.Numerics;
using System.Runtime.InteropServices;

namespace PimSim.Bits;

/// <summary>
/// Gathers what one output position of a convolution sees into a dense row of K = kernel rows x kernel columns x channels of a
/// group bits, channels fastest; bits outside the image are a constant, the tail is 0. Immutable; any number of threads.
/// </summary>
public sealed class PatchPacker
{
    private readonly ConvolutionShape shape;
    private readonly bool padBit;
    private readonly int channels;
    private readonly int pixelWords;
    private readonly int patchWords;

    /// <summary>A packer for one convolution.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="padBit">The bit outside the image: false for +1 and for a true zero, true for -1.</param>
    /// <exception cref="ArgumentException">The shape is not a convolution.</exception>
    public PatchPacker(ConvolutionShape shape, bool padBit)
    {
        shape.Validate();
        this.shape = shape;
        this.padBit = padBit;
        this.channels = shape.GroupChannels;
        pixelWords = BitLayout.Words(shape.Channels);
        patchWords = shape.PatchWords;
    }

    /// <summary>The convolution.</summary>
    public ConvolutionShape Shape => this.shape;

    /// <summary>The bit outside the image.</summary>
    public bool PadBit => this.padBit;

    /// <summary>Packs the patch whose top left corner is input pixel (y0, x0), which may lie outside the image.</summary>
    /// <param name="images">Images of the shape's height, width and channels.</param>
    /// <param name="image">Which of them.</param>
    /// <param name="group">Which group of channels.</param>
    /// <param name="y0">Input row of the kernel's first row.</param>
    /// <param name="x0">Input column of the kernel's first column.</param>
    /// <param name="row">The result, PatchWords words, all of them written.</param>
    /// <exception cref="ArgumentException">Sizes do not fit the shape.</exception>
    public void Pack(PackedImages images, int image, int group, int y0, int x0, Span<ulong> row)
    {
        CheckImages(images, image);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)group, (uint)this.shape.Groups, nameof(group));
        if (row.Length != patchWords)
        {
            throw new ArgumentException($"a row of {row.Length} words for a patch of {patchWords}", nameof(row));
        }

        PackChecked(images.Image(image), group, y0, x0, row);
    }

    /// <summary>Refuses images that are not those of the shape.</summary>
    internal void CheckImages(PackedImages images, int image)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Height != this.shape.Height || images.Width != this.shape.Width || images.Channels != this.shape.Channels)
        {
            throw new ArgumentException($"images of {images.Height} x {images.Width} x {images.Channels} for {this.shape}", nameof(images));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)image, (uint)images.Count, nameof(image));
    }

    /// <summary>Packs one patch of an image's words; the caller has checked the sizes.</summary>
    internal void PackChecked(ReadOnlySpan<ulong> image, int group, int y0, int x0, Span<ulong> row)
    {
        // Kernel columns left of the image, and left of or in it.
        int begin = (int)Math.Clamp(-(long)x0, 0, this.shape.KernelWidth);
        int end = (int)Math.Clamp((long)this.shape.Width - x0, begin, this.shape.KernelWidth);
        if (this.channels % 64 == 0)
        {
            PackWords(image, group, y0, x0, begin, end, row);
        }
        else if (this.shape.Groups == 1 && this.channels == 32)
        {
            PackParts<uint>(image, y0, x0, begin, end, row);
        }
        else if (this.shape.Groups == 1 && this.channels == 16)
        {
            PackParts<ushort>(image, y0, x0, begin, end, row);
        }
        else if (this.shape.Groups == 1 && this.channels == 8)
        {
            PackParts<byte>(image, y0, x0, begin, end, row);
        }
        else
        {
            PackBits(image, group, y0, x0, begin, end, row);
        }
    }

    private bool IsInside(int y0, int ky) => (ulong)((long)y0 + ky) < (ulong)this.shape.Height;

    /// <summary>Whole words for a pixel: runs of pixels are copied.</summary>
    private void PackWords(ReadOnlySpan<ulong> image, int group, int y0, int x0, int begin, int end, Span<ulong> row)
    {
        int pixel = pixelWords, part = this.channels / 64;
        int rowWords = this.shape.KernelWidth * part;
        ulong pad = this.padBit ? ulong.MaxValue : 0;
        for (int ky = 0; ky < this.shape.KernelHeight; ky++)
        {
            Span<ulong> target = row.Slice(ky * rowWords, rowWords);
            if (!IsInside(y0, ky) || begin == end)
            {
                target.Fill(pad);
                continue;
            }

            target[..(begin * part)].Fill(pad);
            target[(end * part)..].Fill(pad);
            ReadOnlySpan<ulong> source = image.Slice((((y0 + ky) * this.shape.Width) + x0 + begin) * pixel, (end - begin) * pixel);
            if (part == pixel)
            {
                source.CopyTo(target[(begin * part)..]);
                continue;
            }

            for (int i = 0; i < end - begin; i++)
            {
                source.Slice((i * pixel) + (group * part), part).CopyTo(target[((begin + i) * part)..]);
            }
        }
    }

    /// <summary>Pixels of 8, 16 or 32 bits: a row is an array of such parts.</summary>
    private void PackParts<T>(ReadOnlySpan<ulong> image, int y0, int x0, int begin, int end, Span<ulong> row)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!BitConverter.IsLittleEndian)
        {
            // Parts of a word would lie in the opposite order.
            PackBits(image, 0, y0, x0, begin, end, row);
            return;
        }

        row[^1] = 0;
        T pad = this.padBit ? T.CreateTruncating(ulong.MaxValue) : T.Zero;
        Span<T> parts = MemoryMarshal.Cast<ulong, T>(row);
        for (int ky = 0; ky < this.shape.KernelHeight; ky++)
        {
            Span<T> target = parts.Slice(ky * this.shape.KernelWidth, this.shape.KernelWidth);
            if (end - begin < target.Length || !IsInside(y0, ky))
            {
                target.Fill(pad);
                if (begin == end || !IsInside(y0, ky))
                {
                    continue;
                }

                target = target[begin..end];
            }

            ReadOnlySpan<ulong> source = image.Slice(((y0 + ky) * this.shape.Width) + x0 + begin, target.Length);
            for (int i = 0; i < source.Length; i++)
            {
                target[i] = T.CreateTruncating(source[i]);
            }
        }
    }

    /// <summary>Any number of channels: bits are appended pixel by pixel.</summary>
    private void PackBits(ReadOnlySpan<ulong> image, int group, int y0, int x0, int begin, int end, Span<ulong> row)
    {
        int pixel = pixelWords, channels = this.channels, from = group * channels;
        var writer = new BitWriter(row);
        for (int ky = 0; ky < this.shape.KernelHeight; ky++)
        {
            if (!IsInside(y0, ky) || begin == end)
            {
                writer.Fill(this.padBit, this.shape.KernelWidth * channels);
                continue;
            }

            writer.Fill(this.padBit, begin * channels);
            int at = (((y0 + ky) * this.shape.Width) + x0 + begin) * pixel;
            if (pixel == 1)
            {
                ulong mask = BitWriter.Mask(channels);
                foreach (ulong word in image.Slice(at, end - begin))
                {
                    writer.Put((word >> from) & mask, channels);
                }
            }
            else
            {
                for (int kx = begin; kx < end; kx++, at += pixel)
                {
                    writer.Copy(image.Slice(at, pixel), from, channels);
                }
            }

            writer.Fill(this.padBit, (this.shape.KernelWidth - end) * channels);
        }

        writer.Finish();
    }
}
