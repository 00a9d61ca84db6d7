using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// Takes images and labels out of the arrays of an NPZ file. Images are uint8, [n, height, width], [n, height, width, channels] or
/// [n, channels, height, width] with 1 or 3 channels; labels are integers from 0 to 255, [n] or [n, 1].
/// </summary>
internal static class NpzDataSet
{
    private const int MaxLabel = byte.MaxValue;

    /// <summary>The images of one half of a data set.</summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="path">The file.</param>
    /// <param name="split">The half: arrays <c>x_train</c> and <c>y_train</c>, for example.</param>
    /// <param name="takesPlainNames">Whether <c>x</c> and <c>y</c>, which say nothing of a half, are this half.</param>
    /// <exception cref="UserErrorException">PIM0736: arrays that are missing, or two pairs. PIM0737: of another type or shape. PIM0305 to PIM0307: no images, labels
    /// that are none or too few; and as for <see cref="NpzReader.Load"/>.</exception>
    public static ImageDataSet Load(string name, string path, DataSplit split, bool takesPlainNames)
    {
        TensorArchive archive = NpzReader.Load(path);
        (NamedTensor images, NamedTensor labels) = Pair(archive, split, takesPlainNames);
        PixelAxes axes = PixelAxes.Of(images);
        if (images.Count == 0)
        {
            throw new UserErrorException("PIM0305", $"array '{images.Name}' of shape {images.ShapeText} holds no images", path, "write the file again with the images");
        }

        byte[] classes = Labels(labels, axes.Count, images.Name);
        return new ImageDataSet(name, axes.Height, axes.Width, axes.Channels, ClassNaming.Numbers(classes), axes.Pixels(images), classes);
    }

    private static (NamedTensor Images, NamedTensor Labels) Pair(TensorArchive archive, DataSplit split, bool takesPlainNames)
    {
        string half = split == DataSplit.Train ? "train" : "test";
        List<(string Images, string Labels)> names = [($"x_{half}", $"y_{half}"), ($"{half}_images", $"{half}_labels")];
        if (takesPlainNames)
        {
            names.AddRange([("x", "y"), ("images", "labels")]);
        }

        List<(NamedTensor? Images, NamedTensor? Labels)> found =
            [.. names.Select(n => (archive.Find(n.Images), archive.Find(n.Labels))).Where(p => p.Item1 is not null || p.Item2 is not null)];
        string wanted = string.Join(", or ", names.Select(n => $"{n.Images} and {n.Labels}"));
        return found switch
        {
            [(NamedTensor images, NamedTensor labels)] => (images, labels),
            [] => throw Missing($"no {(split == DataSplit.Train ? "training" : "test")} images among its arrays"),
            [_] => throw Missing($"array '{(found[0].Images ?? found[0].Labels)!.Name}' is there without its other half"),
            _ => throw Missing("more than one pair of images and labels"),
        };

        UserErrorException Missing(string what) => new("PIM0736", what, archive.File, $"save one pair of arrays: {wanted}");
    }

    private static byte[] Labels(NamedTensor tensor, int images, string imageName)
    {
        if (tensor.Shape is not ([_] or [_, 1]))
        {
            throw new UserErrorException("PIM0737", $"labels '{tensor.Name}' have the shape {tensor.ShapeText}", tensor.File, "save one class number an image: [n]; of one-hot rows the index, numpy.argmax(y, axis=1)");
        }

        if (tensor.Count != images)
        {
            throw new UserErrorException("PIM0307", $"{tensor.Count} labels '{tensor.Name}' for the {images} images '{imageName}'", tensor.File, "save both arrays from the same data set");
        }

        long[] values = tensor.ToInt64s();
        int strange = Array.FindIndex(values, value => value is < 0 or > MaxLabel);
        return strange < 0
            ? [.. values.Select(value => (byte)value)]
            : throw new UserErrorException("PIM0306", $"label {values[strange]} of image {strange} is not a class from 0 to {MaxLabel}", tensor.File, "number the classes from 0");
    }
}
