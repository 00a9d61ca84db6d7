using System.Globalization;
using System.Text.RegularExpressions;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>The parameter files of a BNN-PYNQ folder by name and size; nothing of them is read yet.</summary>
internal sealed partial class PynqFolder
{
    private const string Example = "give the folder that holds files like 0-0-weights.bin";
    private const int MaxClassesBytes = 1 << 16;

    private readonly Dictionary<string, long> sizes;

    private PynqFolder(string path, Dictionary<string, long> sizes, IReadOnlyList<string>? classes)
    {
        Path = path;
        this.sizes = sizes;
        Classes = classes;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The lines of <c>classes.txt</c>, or null where there is none.</summary>
    public IReadOnlyList<string>? Classes { get; }

    /// <summary>Number of parameter files.</summary>
    public int FileCount => this.sizes.Count;

    /// <summary>Lists a folder.</summary>
    /// <exception cref="UserErrorException">PIM0021: it cannot be read. PIM1030: it has no such files, or a damaged list of classes.</exception>
    public static PynqFolder Open(string path)
    {
        try
        {
            Dictionary<string, long> sizes = new DirectoryInfo(path).EnumerateFiles()
                .Where(file => ParameterFile().IsMatch(file.Name))
                .ToDictionary(file => file.Name, file => file.Length, StringComparer.Ordinal);
            return sizes.Count > 0
                ? new PynqFolder(path, sizes, ReadClasses(System.IO.Path.Combine(path, "classes.txt")))
                : throw new UserErrorException("PIM1030", "the folder has no parameter files of BNN-PYNQ", path, Example);
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotRead(path, fault);
        }
    }

    /// <summary>Name of a file of weights.</summary>
    public static string WeightsName(int layer, int element) => string.Create(CultureInfo.InvariantCulture, $"{layer}-{element}-weights.bin");

    /// <summary>Name of a file of thresholds.</summary>
    public static string ThresholdsName(int layer, int element) => string.Create(CultureInfo.InvariantCulture, $"{layer}-{element}-thres.bin");

    /// <summary>Size of a parameter file, or -1 when it is absent.</summary>
    public long SizeOf(string name) => this.sizes.GetValueOrDefault(name, -1);

    /// <summary>
    /// Thresholds of a row of a layer, 0 when the layer has no files of thresholds, or -1 when its files do not have the sizes
    /// that the folding asks for.
    /// </summary>
    public int ThresholdsOfRow(int layer, PynqFolding folding)
    {
        bool isRight = Enumerable.Range(0, folding.Pe).All(element => SizeOf(WeightsName(layer, element)) == folding.WeightBytes);
        long first = SizeOf(ThresholdsName(layer, 0));
        long rowBytes = (long)folding.RowsOfFile * sizeof(long);
        isRight &= Enumerable.Range(0, folding.Pe).All(element => SizeOf(ThresholdsName(layer, element)) == first);
        isRight &= first == -1 || (first > 0 && first % rowBytes == 0 && first / rowBytes <= byte.MaxValue);
        return !isRight ? -1 : first == -1 ? 0 : (int)(first / rowBytes);
    }

    /// <summary>Whether the folder has exactly the files that these foldings ask for, by number and sizes.</summary>
    public bool Fits(IReadOnlyList<PynqFolding> foldings)
    {
        int expected = 0;
        for (int layer = 0; layer < foldings.Count; layer++)
        {
            int thresholds = ThresholdsOfRow(layer, foldings[layer]);
            if (thresholds < 0)
            {
                return false;
            }

            expected += foldings[layer].Pe * (thresholds == 0 ? 1 : 2);
        }

        return expected == FileCount;
    }

    private static List<string>? ReadClasses(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        if (new FileInfo(path).Length > MaxClassesBytes)
        {
            throw new UserErrorException("PIM1030", $"the list of classes is longer than {MaxClassesBytes} bytes", path, "give one name a line");
        }

        return [.. File.ReadAllLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
    }

    [GeneratedRegex(@"^\d{1,3}-\d{1,4}-(weights|thres)\.bin$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ParameterFile();
}
