using PimSim.Core;

namespace PimSim.Interop;

/// <summary>
/// What a layer takes, as whole numbers: in channel c, scale * sign[c] * n + offset[c]. The sign goes into the weights, the offset
/// into the layer's own.
/// </summary>
/// <param name="Scale">One scale, positive.</param>
/// <param name="Signs">+1 or -1 a channel.</param>
/// <param name="Offset">Offset a channel.</param>
/// <param name="Magnitude">The largest |n|.</param>
/// <param name="IsBits">Whether n is +-1, so that sums of n are all even or all odd.</param>
internal sealed record LayerInput(Surd Scale, int[] Signs, Surd[] Offset, int Magnitude, bool IsBits)
{
    /// <summary>n where the value is 0: -1, 0 or 1.</summary>
    /// <exception cref="UserErrorException">PIM1133: it is another, or not the same in all channels.</exception>
    public int Zero(OnnxNode node) => NumberOf(node, Surd.Zero);

    /// <summary>n where the value is <paramref name="value"/>: -1, 0 or 1.</summary>
    /// <exception cref="UserErrorException">PIM1133: it is another, or not the same in all channels.</exception>
    public int NumberOf(OnnxNode node, Surd value)
    {
        Surd[] numbers = [.. Offset.Select((offset, c) => (value - offset) / (Scale * Signs[c]))];
        return Array.TrueForAll(numbers, z => z.Equals(numbers[0])) && numbers[0].Fraction is { IsWhole: true } n && n >= -1 && n <= 1
            ? (int)n.Numerator
            : throw ImportFault.Of("PIM1133", node, $"pads with {value}, which its input cannot hold: {numbers[0]} on its scale", "quantize to -1 and +1 (padding with 0) or to 0 and 1, the same in all channels, or do without padding");
    }
}
