using PimSim.Core;

namespace PimSim.Exploration.Tests;

/// <summary>Spaces of tests, as text.</summary>
internal static class TestSpaces
{
    /// <summary>Six points of the network that ships, two images each: two timings, three energies.</summary>
    public const string Small = """
        format: pimsim-space/1
        images: 2
        axes:
          - {parameter: timing.RCDRD, list: [12, 14]}
          - {parameter: currents.IDD4R, list: [300, 390, 480]}
        """;

    public static ExplorationSpace Read(string text, int maxPoints = SpaceReader.DefaultMaxPoints) => SpaceReader.Parse(text, "space.yaml", maxPoints);

    /// <summary>A space of axes over parameters that take any whole number, with so many values each.</summary>
    public static ExplorationSpace Of(string sampler, string constraints, params int[] counts)
    {
        string[] paths = ["timing.RCDRD", "timing.RCDWR", "timing.RP", "timing.RAS", "timing.RC", "timing.WR"];
        IEnumerable<string> axes = counts.Select((n, i) => FormattableString.Invariant($"  - {{parameter: {paths[i]}, name: a{i}, range: {{from: 10, to: {9 + n}, step: 1}}}}"));
        return Read($"format: pimsim-space/1\nimages: 2\nsampler: {sampler}\nconstraints: [{constraints}]\naxes:\n{string.Join('\n', axes)}\n");
    }

    /// <summary>The faults of a text that must be refused.</summary>
    public static IReadOnlyList<Diagnostic> Faults(string text, int maxPoints = SpaceReader.DefaultMaxPoints) =>
        Assert.Throws<UserErrorException>(() => Read(text, maxPoints)).Diagnostics;
}
