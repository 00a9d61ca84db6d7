using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// Loads a folder of PNG images, one folder a class: <c>DIR/test/CLASS/*.png</c> and <c>DIR/train/CLASS/*.png</c>, or
/// <c>DIR/CLASS/*.png</c>, which are test images. Images come one of each class in turn, so that the first of them are of all classes.
/// </summary>
internal static class PngFolder
{
    private const string Extension = ".png";
    private const int MaxFactor = 64;
    private const int AlwaysAllowedBytes = 1 << 26;

    /// <summary>The images, or null where there are none.</summary>
    /// <exception cref="UserErrorException">PIM0730 to PIM0732: a bad image. PIM0733: images of different sizes. PIM0734: the classes. PIM0735: a
    /// file that is no PNG. PIM0305: larger than can be held. PIM0021: not readable.</exception>
    public static ImageDataSet? TryLoad(string name, string directory, DataSplit split)
    {
        (string Test, string Train) halves = (Path.Combine(directory, "test"), Path.Combine(directory, "train"));
        string[] roots = [.. new[] { halves.Test, halves.Train }.Where(Directory.Exists)];
        string root = roots.Length == 0 ? directory : split == DataSplit.Test ? halves.Test : halves.Train;
        if (!Directory.Exists(root) || (roots.Length == 0 && split == DataSplit.Train))
        {
            return null;
        }

        string[] folders = [.. PngClasses.Folders(root).Select(folder => Path.Combine(root, folder))];
        if (!folders.Any(folder => Files(folder).Any(IsPng)))
        {
            return null;
        }

        IReadOnlyList<string> classes = PngClasses.Of(directory, roots.Length == 0 ? [directory] : roots);
        List<(string File, byte Label)> files = InTurn([.. classes.Select(c => Images(Path.Combine(root, c)))]);
        return Read(name, classes, files, root);
    }

    private static List<(string File, byte Label)> InTurn(IReadOnlyList<string[]> ofClass)
    {
        List<(string File, byte Label)> files = [];
        for (int turn = 0; turn < ofClass.Max(c => c.Length); turn++)
        {
            for (int label = 0; label < ofClass.Count; label++)
            {
                if (turn < ofClass[label].Length)
                {
                    files.Add((ofClass[label][turn], (byte)label));
                }
            }
        }

        return files;
    }

    private static ImageDataSet Read(string name, IReadOnlyList<string> classes, List<(string File, byte Label)> files, string root)
    {
        PngImage first = PngReader.Read(WholeFile.Read(files[0].File), files[0].File);
        Int128 limit = Int128.Min(Array.MaxLength, (files.Sum(f => FileBytes(f.File)) * (Int128)MaxFactor) + AlwaysAllowedBytes);
        if ((Int128)files.Count * first.Pixels.Length > limit)
        {
            throw new UserErrorException("PIM0305", $"{files.Count} images of {first.Height} x {first.Width} x {first.Channels} are more than {limit} bytes", root, "give fewer or smaller images");
        }

        byte[] pixels = new byte[files.Count * first.Pixels.Length];
        for (int i = 0; i < files.Count; i++)
        {
            PngImage image = i == 0 ? first : PngReader.Read(WholeFile.Read(files[i].File), files[i].File);
            if ((image.Height, image.Width, image.Channels) != (first.Height, first.Width, first.Channels))
            {
                throw new UserErrorException(
                    "PIM0733",
                    $"the image is {image.Height} x {image.Width} x {image.Channels}; {files[0].File} is {first.Height} x {first.Width} x {first.Channels}",
                    files[i].File,
                    "give all images one size, and all grey (x 1) or all colour (x 3)");
            }

            image.Pixels.CopyTo(pixels, i * first.Pixels.Length);
        }

        return new ImageDataSet(name, first.Height, first.Width, first.Channels, classes, pixels, [.. files.Select(f => f.Label)]);
    }

    private static string[] Images(string folder)
    {
        string[] files = [.. Files(folder)];
        string? strange = files.FirstOrDefault(file => !IsPng(file)) ?? (Directory.Exists(folder) ? PngClasses.Folders(folder).FirstOrDefault() : null);
        return strange is null
            ? files
            : throw new UserErrorException("PIM0735", $"'{Path.GetFileName(strange)}' is no PNG file", folder, "the folder of a class holds its images, *.png, and nothing else (but hidden files)");
    }

    // In ordinal order; hidden ones are left out.
    private static IEnumerable<string> Files(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Where(file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotRead(folder, fault);
        }
    }

    private static long FileBytes(string file)
    {
        try
        {
            return new FileInfo(file).Length;
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotRead(file, fault);
        }
    }

    private static bool IsPng(string file) => file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
}
