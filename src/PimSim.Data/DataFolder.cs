using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// Loads a data set from a folder: IDX (MNIST, Fashion-MNIST and their like), CIFAR-10 or CIFAR-100 in binary form, each file
/// plain or gzip; NPZ; or PNG images in a folder for each class.
/// </summary>
public static class DataFolder
{
    /// <summary>
    /// Looks for <c>train-images-idx3-ubyte</c> and <c>train-labels-idx1-ubyte</c> (test: <c>t10k-...</c>), else
    /// <c>data_batch_*.bin</c> (test: <c>test_batch.bin</c>), else <c>train.bin</c> (test: <c>test.bin</c>) of CIFAR-100, each with or without <c>.gz</c>; of both the plain one is taken.
    /// Else <c>train.npz</c> (test: <c>test.npz</c>); where there is none of these, PNG images in <c>train/CLASS</c> (test: <c>test/CLASS</c>, or <c>CLASS</c>).
    /// </summary>
    /// <exception cref="UserErrorException">PIM0301 to PIM0310, PIM0730 to PIM0737, PIM0021: nothing known in the folder, or a bad file; PIM1004 to PIM1014: a bad NPZ file.</exception>
    public static ImageDataSet Load(string directory, DataSplit split)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        string[] files = List(directory);
        string idxPrefix = split == DataSplit.Train ? "train" : "t10k";
        string? images = Find(files, $"{idxPrefix}-images-idx3-ubyte", $"{idxPrefix}-images.idx3-ubyte");
        string? labels = Find(files, $"{idxPrefix}-labels-idx1-ubyte", $"{idxPrefix}-labels.idx1-ubyte");
        string[] batches = split == DataSplit.Test ? Batches(files, "test_batch") : Batches(files, "data_batch_");
        bool isIdx = images is not null || labels is not null;
        string? hundred = Find(files, split == DataSplit.Test ? "test.bin" : "train.bin");
        string? arrays = Find(files, split == DataSplit.Test ? "test.npz" : "train.npz");
        if ((isIdx ? 1 : 0) + (batches.Length > 0 ? 1 : 0) + (hundred is not null ? 1 : 0) + (arrays is not null ? 1 : 0) > 1)
        {
            throw new UserErrorException("PIM0308", "the folder holds two data sets of IDX, CIFAR-10, CIFAR-100 and NPZ", directory, "give each a folder of its own");
        }

        if (isIdx)
        {
            return LoadIdx(
                name,
                images ?? throw HalfMissing(directory, $"{idxPrefix}-images-idx3-ubyte"),
                labels ?? throw HalfMissing(directory, $"{idxPrefix}-labels-idx1-ubyte"),
                name.Contains("fashion", StringComparison.OrdinalIgnoreCase) ? ClassNaming.FashionMnist : null);
        }

        return batches.Length > 0
            ? LoadCifar(name, CifarForm.Cifar10, batches)
            : hundred is not null
            ? LoadCifar(name, CifarForm.Cifar100, [hundred])
            : arrays is not null
            ? NpzDataSet.Load(name, arrays, split, takesPlainNames: true)
            : PngFolder.TryLoad(name, directory, split) ?? throw Nothing(directory, split, idxPrefix);
    }

    private static ImageDataSet LoadIdx(string name, string imageFile, string labelFile, IReadOnlyList<string>? classNames)
    {
        using DataInput imageInput = DataInput.OpenFile(imageFile);
        using DataInput labelInput = DataInput.OpenFile(labelFile);
        return Combine(name, imageInput, labelInput, classNames);
    }

    /// <summary>A data set of two IDX files, which must agree in their count; numbers name the classes if no names are given.</summary>
    internal static ImageDataSet Combine(string name, DataInput imageInput, DataInput labelInput, IReadOnlyList<string>? classNames)
    {
        byte[] labels = IdxReader.ReadLabels(labelInput);
        IdxImages images = IdxReader.ReadImages(imageInput);
        if (images.Count != labels.Length)
        {
            throw new UserErrorException("PIM0307", $"{labels.Length} labels for the {images.Count} images of {imageInput.FileName}", labelInput.FileName, "take both files from the same data set");
        }

        int known = classNames?.Count ?? byte.MaxValue + 1;
        int strange = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(known - 1));
        if (strange >= 0)
        {
            throw new UserErrorException("PIM0306", $"label {labels[strange]} of image {strange} is not one of the {known} classes", labelInput.FileName, "check that the file belongs to this data set");
        }

        return new ImageDataSet(name, images.Height, images.Width, 1, classNames ?? ClassNaming.Numbers(labels), images.Pixels, labels);
    }

    private static ImageDataSet LoadCifar(string name, CifarForm form, string[] batches)
    {
        CifarReader reader = new(form);
        foreach (string batch in batches)
        {
            using DataInput input = DataInput.OpenFile(batch);
            reader.AddBatch(input);
        }

        return new ImageDataSet(name, CifarReader.Side, CifarReader.Side, CifarReader.Channels, form.Classes, reader.Pixels(batches[^1]), reader.Labels());
    }

    private static string[] List(string directory)
    {
        try
        {
            string[] files = Directory.GetFiles(directory);
            Array.Sort(files, StringComparer.Ordinal);
            return files;
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotRead(directory, fault);
        }
    }

    private static string? Find(string[] files, params ReadOnlySpan<string> stems)
    {
        foreach (string stem in stems)
        {
            string? found = Array.Find(files, f => Path.GetFileName(f) == stem) ?? Array.Find(files, f => Path.GetFileName(f) == stem + ".gz");
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    // In the order of their numbers, 2 before 10.
    private static string[] Batches(string[] files, string prefix)
    {
        return files.Select(f => Path.GetFileName(f))
            .Where(f => f.StartsWith(prefix, StringComparison.Ordinal) && (f.EndsWith(".bin", StringComparison.Ordinal) || f.EndsWith(".bin.gz", StringComparison.Ordinal)))
            .Select(f => f.EndsWith(".gz", StringComparison.Ordinal) ? f[..^3] : f)
            .Distinct(StringComparer.Ordinal)
            .OrderBy(f => f.Length)
            .ThenBy(f => f, StringComparer.Ordinal)
            .Select(f => Find(files, f)!)
            .ToArray();
    }

    private static UserErrorException HalfMissing(string directory, string file) =>
        new("PIM0309", $"the folder lacks {file} (or {file}.gz), the other half of the data set", directory, "put images and labels in one folder");

    private static UserErrorException Nothing(string directory, DataSplit split, string idxPrefix)
    {
        string cifar = split == DataSplit.Train ? "data_batch_*.bin or train.bin" : "test_batch.bin or test.bin";
        string half = split == DataSplit.Train ? "training" : "test";
        string others = split == DataSplit.Train ? "train.npz and train/CLASS/*.png" : "test.npz, test/CLASS/*.png and CLASS/*.png";
        return new UserErrorException(
            "PIM0310",
            $"no {half} images found: looked for {idxPrefix}-images-idx3-ubyte with {idxPrefix}-labels-idx1-ubyte, and for {cifar}, each with or without .gz; for {others}",
            directory,
            "give the folder that holds them");
    }
}
