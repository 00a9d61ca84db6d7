using System.Numerics;
using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Finds whole numbers for what pixels become: value = scale * level + offset of the channel.</summary>
internal static class PixelGrid
{
    private const int MaxLevel = 1 << 16;

    /// <summary>The levels, one table a channel or one for all.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1127: none of a common step.</exception>
    public static (int[] Levels, LayerInput Input) Of(OnnxNode node, PixelActivation pixels, bool holdsZero)
    {
        Rational[][] values = Array.ConvertAll(pixels.Tables, table => Array.ConvertAll(table, v => v.Fraction ?? throw None(node)));
        Rational[] all = [.. values.SelectMany(v => v).Distinct()];
        Rational wholeStep = all.Aggregate((Rational)0, Rational.GreatestCommonDivisor);

        // Two values of one magnitude are bits; else multiples of a step, when an offset gains nothing.
        Rational step = values.Aggregate((Rational)0, (s, table) => table.Aggregate(s, (t, v) => Rational.GreatestCommonDivisor(t, v - table[0])));
        bool needsOffset = step != wholeStep && !Array.TrueForAll(all, v => v == wholeStep || v == -wholeStep);
        if (wholeStep.Sign == 0)
        {
            (wholeStep, needsOffset) = (1, false);
        }

        if (step.Sign == 0 || !needsOffset)
        {
            (step, needsOffset) = (wholeStep, false);
        }

        // With an offset of its own, 0 would lie between the levels.
        if (holdsZero && needsOffset && all.Min() <= 0 && all.Max() >= 0 && !Array.TrueForAll(values, table => (table.Min() / step).IsWhole))
        {
            (step, needsOffset) = (wholeStep, false);
        }

        bool isBits = needsOffset && Array.TrueForAll(values, table => table.Distinct().Count() == 2 && table.Max() - table.Min() == step);
        step = isBits ? step / 2 : step;
        Rational[] offsets = Array.ConvertAll(values, table => !needsOffset ? 0 : isBits ? (table.Min() + table.Max()) / 2 : table.Min());
        int[] levels = [.. values.SelectMany((table, c) => table.Select(v => Level(node, (v - offsets[c]) / step)))];
        int[] first = levels[..PixelLevels.Count];
        bool isShared = Enumerable.Range(0, values.Length).All(c => levels.AsSpan(c * PixelLevels.Count, PixelLevels.Count).SequenceEqual(first));
        return (
            isShared ? first : levels,
            new LayerInput(step, [.. values.Select(_ => 1)], Array.ConvertAll(offsets, o => (Surd)o), Math.Max(1, levels.Max(Math.Abs)), Array.TrueForAll(levels, l => l is 1 or -1)));
    }

    private static int Level(OnnxNode node, Rational level) =>
        BigInteger.Abs(level.Numerator) <= MaxLevel ? (int)level.Numerator : throw None(node);

    private static PimSim.Core.UserErrorException None(OnnxNode node) => ImportFault.Of(
        "PIM1127", node, $"takes pixels that are no multiples of one step within {MaxLevel}", "quantize the pixels before the first layer, for instance to 8 bits, with one scale for all channels");
}
