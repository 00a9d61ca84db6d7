using System.Runtime.InteropServices;
using PimSim.Bits;

namespace PimSim.Driver;

/// <summary>A tensor of a group of images on the host: bits or numbers, height x width x channels.</summary>
internal sealed class Activations
{
    private Activations(int height, int width, int channels)
    {
        Height = height;
        Width = width;
        Channels = channels;
    }

    public int Height { get; }

    public int Width { get; }

    public int Channels { get; }

    /// <summary>The bits, or null.</summary>
    public PackedImages? Bits { get; private init; }

    /// <summary>The bit planes of whole numbers, or null.</summary>
    public PackedImages[]? Planes { get; private init; }

    /// <summary>What the planes mean, or null.</summary>
    public BitPlanes? Code { get; private init; }

    /// <summary>The numbers, or null.</summary>
    public float[]? Numbers { get; private init; }

    /// <summary>Bytes that it takes.</summary>
    public long Bytes => (Numbers?.LongLength * sizeof(float) ?? 0) + ((Bits?.Words.LongLength ?? 0) + (Planes?.Sum(p => p.Words.LongLength) ?? 0)) * sizeof(ulong);

    public static Activations OfBits(int count, int height, int width, int channels) =>
        new(height, width, channels) { Bits = new PackedImages(count, height, width, channels) };

    public static Activations OfNumbers(int count, int height, int width, int channels) =>
        new(height, width, channels) { Numbers = new float[count * height * width * channels] };

    /// <summary>What the first operations take of <paramref name="count"/> images: as a binary one wants it where there is one.</summary>
    public static Activations InputOf(Workload workload, int count, IImageSource images)
    {
        (int height, int width, int channels) = (images.Height, images.Width, images.Channels);
        return workload.Operations.FirstOrDefault(o => o is BinaryOperation && o.Input.Id == 0) switch
        {
            BinaryOperation { Planes: { } planes } => OfPlanes(planes, count, height, width, channels),
            BinaryOperation => OfBits(count, height, width, channels),
            _ => OfNumbers(count, height, width, channels),
        };
    }

    public static Activations OfPlanes(BitPlanes code, int count, int height, int width, int channels) => new(height, width, channels)
    {
        Code = code,
        Planes = [.. Enumerable.Range(0, code.Count).Select(_ => new PackedImages(count, height, width, channels))],
    };

    /// <summary>Room for tensor <paramref name="tensor"/>, which <paramref name="operation"/> makes.</summary>
    public static Activations OutputOf(LayerOperation operation, int tensor, int count)
    {
        LayerShape s = operation.Shape;
        if (operation is BinaryOperation { OutputPlanes: { } planes })
        {
            return OfPlanes(planes, count, s.PooledHeight, s.PooledWidth, s.OutChannels);
        }

        return (operation is ElementwiseOperation e ? e.Signs?.Id == tensor : operation.OutputIsBits)
            ? OfBits(count, s.PooledHeight, s.PooledWidth, s.OutChannels)
            : OfNumbers(count, s.PooledHeight, s.PooledWidth, s.OutChannels);
    }

    /// <summary>Reads an image of the input to place <paramref name="image"/>.</summary>
    /// <param name="images">The images.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="image">Place in this tensor.</param>
    /// <param name="numbers">Room for an image's numbers.</param>
    public void Load(IImageSource images, int index, int image, Span<float> numbers)
    {
        if (Numbers is not null)
        {
            images.Read(index, Image(image));
            return;
        }

        images.Read(index, numbers);
        for (int plane = 0; plane < (Code?.Count ?? 1); plane++)
        {
            PackedImages target = Planes?[plane] ?? Bits!;
            for (int p = 0, next = 0; p < Height * Width; p++)
            {
                Span<ulong> pixel = target.Pixel(image, p / Width, p % Width);
                pixel.Clear();
                for (int c = 0; c < Channels; c++, next++)
                {
                    bool bit = Code?.DeviceBit((int)numbers[next], plane) ?? numbers[next] < 0;
                    pixel[c / 64] |= bit ? 1UL << (c % 64) : 0;
                }
            }
        }
    }

    /// <summary>Copies an image to place <paramref name="to"/> of a tensor of the same form.</summary>
    public void CopyImage(int image, Activations target, int to)
    {
        if (Numbers is not null)
        {
            Image(image).CopyTo(target.Image(to));
            return;
        }

        for (int plane = 0; plane < (Planes?.Length ?? 1); plane++)
        {
            (Planes?[plane] ?? Bits!).Image(image).CopyTo((target.Planes?[plane] ?? target.Bits!).Image(to));
        }
    }

    /// <summary>Copies one pixel, all channels.</summary>
    public void CopyWindow(int image, int window, Activations target, int to)
    {
        if (Numbers is not null)
        {
            Image(image).Slice(window * Channels, Channels).CopyTo(target.Image(to)[(window * Channels)..]);
            return;
        }

        (int y, int x) = Math.DivRem(window, Width);
        for (int plane = 0; plane < (Planes?.Length ?? 1); plane++)
        {
            (Planes?[plane] ?? Bits!).Pixel(image, y, x).CopyTo((target.Planes?[plane] ?? target.Bits!).Pixel(to, y, x));
        }
    }

    /// <summary>True where image 0 of both has the same bits.</summary>
    public bool SameImage(Activations other)
    {
        if (Numbers is not null)
        {
            return MemoryMarshal.AsBytes(Image(0)).SequenceEqual(MemoryMarshal.AsBytes(other.Image(0)));
        }

        for (int plane = 0; plane < (Planes?.Length ?? 1); plane++)
        {
            if (!(Planes?[plane] ?? Bits!).Image(0).SequenceEqual((other.Planes?[plane] ?? other.Bits!).Image(0)))
            {
                return false;
            }
        }

        return true;
    }

    public Span<float> Image(int image)
    {
        int length = Height * Width * Channels;
        return Numbers.AsSpan(image * length, length);
    }

    /// <summary>The element as a number: bits are +1 and -1.</summary>
    public float Number(int image, int y, int x, int channel) => Bits is not null
        ? Bits.Get(image, y, x, channel) ? -1f : 1f
        : Planes is not null
        ? Code!.Value(plane => Planes[plane].Get(image, y, x, channel))
        : Numbers![(((((image * Height) + y) * Width) + x) * Channels) + channel];
}
