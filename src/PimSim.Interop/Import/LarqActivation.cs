namespace PimSim.Interop;

/// <summary>The activation functions that operators of TensorFlow Lite carry with them, by their numbers in its schema.</summary>
internal static class LarqActivation
{
    private const int ReluSix = 6;

    /// <summary>What a function leaves of values, or null where there is none.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1162: a function that bends values.</exception>
    public static ValueRange? RangeOf(OnnxNode node, long function) => function switch
    {
        0 => null,
        1 => new ValueRange(Surd.Zero, null),
        2 => new ValueRange(-Surd.One, Surd.One),
        3 => new ValueRange(Surd.Zero, ReluSix),
        _ => throw LarqFault.Setting(node, $"has the activation function {function}", "use none, relu, or relu6"),
    };
}
