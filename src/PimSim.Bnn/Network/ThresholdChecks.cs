using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>Checks of integer thresholds.</summary>
internal static class ThresholdChecks
{
    /// <summary>The faults of thresholds on <paramref name="channels"/> channels.</summary>
    public static IEnumerable<Diagnostic> Find(ThresholdNode node, int channels, string? file)
    {
        if (node.Thresholds.Length != channels)
        {
            yield return Fault(node, "PIM1080", $"has {node.Thresholds.Length} thresholds for {channels} channels", "one threshold a channel", file);
        }
    }

    /// <inheritdoc cref="Find(ThresholdNode, int, string?)"/>
    public static IEnumerable<Diagnostic> Find(MultiThresholdNode node, int channels, string? file)
    {
        if (node.PerChannel is < 1 or > MultiThresholdNode.MaxPerChannel || Math.Abs((long)node.Offset) > LevelChecks.MaxLevel)
        {
            yield return Fault(
                node, "PIM1086", $"has {node.PerChannel} thresholds a channel and an offset of {node.Offset}", $"1 to {MultiThresholdNode.MaxPerChannel} thresholds, an offset within {LevelChecks.MaxLevel}", file);
            yield break;
        }

        if (node.Thresholds.Length != (long)channels * node.PerChannel)
        {
            yield return Fault(node, "PIM1080", $"has {node.Thresholds.Length} thresholds for {channels} channels of {node.PerChannel}", "as many for each channel", file);
            yield break;
        }

        int mixed = Array.FindIndex(node.Thresholds.Chunk(node.PerChannel).ToArray(), t => t.Any(other => other.AtMost != t[0].AtMost));
        if (mixed >= 0)
        {
            yield return Fault(node, "PIM1086", $"has thresholds of both directions in channel {mixed}", "thresholds of a channel have one direction", file);
        }
    }

    private static Diagnostic Fault(NetworkNode node, string code, string message, string remedy, string? file) => new(code, $"node '{node.Name}' {message}", file, Remedy: remedy);
}
