using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>Checks of the whole numbers that pixels become.</summary>
internal static class LevelChecks
{
    /// <summary>The largest magnitude of a level.</summary>
    public const int MaxLevel = 1 << 16;

    /// <summary>The faults of an encoding with levels.</summary>
    public static IEnumerable<Diagnostic> Find(InputEncoding input, string? file)
    {
        int[] levels = input.Levels!;
        if (levels.Length != PixelLevels.Count && levels.Length != (long)PixelLevels.Count * input.Channels)
        {
            yield return Fault($"a table of {levels.Length} pixel values for {input.Channels} channels", $"{PixelLevels.Count} values, or as many for each channel");
        }

        if (input.Mean.Count > 0 || input.Deviation.Count > 0)
        {
            yield return Fault("pixel values are given twice, as a table and by mean and deviation", "leave one of them out");
        }

        if (Array.Exists(levels, l => l is < -MaxLevel or > MaxLevel))
        {
            yield return Fault($"a pixel value is beyond {MaxLevel}", "a pixel has 256 values: scale them down");
        }

        Diagnostic Fault(string message, string remedy) => new("PIM1082", message, file, Remedy: remedy);
    }
}
