using PimSim.Core;

namespace PimSim.Data;

/// <summary>Labelled images of 8-bit samples, all of one size.</summary>
public sealed class ImageDataSet
{
    /// <summary>Takes the arrays as they are, without a copy.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="height">Rows of an image.</param>
    /// <param name="width">Columns of an image.</param>
    /// <param name="channels">Samples of a pixel.</param>
    /// <param name="classNames">One name a class; a label is an index into it.</param>
    /// <param name="pixels">[count][height][width][channels], 0..255.</param>
    /// <param name="labels">[count].</param>
    /// <exception cref="InternalErrorException">Lengths or labels disagree; readers check them first and name the file.</exception>
    public ImageDataSet(string name, int height, int width, int channels, IReadOnlyList<string> classNames, byte[] pixels, byte[] labels)
    {
        Name = name;
        Height = height;
        Width = width;
        Channels = channels;
        ClassNames = classNames;
        Pixels = pixels;
        Labels = labels;
        ImageBytes = checked(height * width * channels);
        if (ImageBytes <= 0 || pixels.LongLength != (long)labels.Length * ImageBytes)
        {
            throw new InternalErrorException($"data set {name}: {labels.Length} images of {height} x {width} x {channels} are not {pixels.LongLength} bytes");
        }

        if (labels.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)Math.Min(classNames.Count - 1, byte.MaxValue)))
        {
            throw new InternalErrorException($"data set {name}: a label is not one of the {classNames.Count} classes");
        }
    }

    /// <summary>What reports call it.</summary>
    public string Name { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>Samples of a pixel: 1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Number of classes, at most 256.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>One name a class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>All samples: [count][height][width][channels].</summary>
    public byte[] Pixels { get; }

    /// <summary>The class of every image: [count].</summary>
    public byte[] Labels { get; }

    /// <summary>Number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>Bytes of one image.</summary>
    public int ImageBytes { get; }

    /// <summary>One image: [height][width][channels].</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.AsSpan(checked(index * ImageBytes), ImageBytes);

    /// <summary>The first <paramref name="count"/> images.</summary>
    /// <exception cref="UserErrorException">PIM0300: fewer than one, or more than there are.</exception>
    public ImageDataSet Take(int count)
    {
        if (count < 1 || count > Count)
        {
            throw new UserErrorException("PIM0300", $"{count} images were asked for; {Name} has {Count}", remedy: $"give a number from 1 to {Count}");
        }

        return count == Count ? this : new ImageDataSet(Name, Height, Width, Channels, ClassNames, Pixels[..(count * ImageBytes)], Labels[..count]);
    }
}
