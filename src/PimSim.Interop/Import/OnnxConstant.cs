using PimSim.Data;

namespace PimSim.Interop;

/// <summary>
/// A tensor whose numbers are known. Large stored tensors stay doubles, which hold their elements exactly; results of arithmetic are
/// exact numbers, shared where they are equal.
/// </summary>
internal sealed class OnnxConstant
{
    private static readonly Surd MinusOne = -Surd.One;

    private readonly double[]? stored;
    private readonly Func<int, bool>? isMinus;
    private readonly Surd[] values = [];

    private OnnxConstant(int[] shape, double[] stored, bool isInteger)
    {
        Shape = shape;
        this.stored = stored;
        IsInteger = isInteger;
    }

    private OnnxConstant(int[] shape, Func<int, bool> isMinus)
    {
        Shape = shape;
        this.isMinus = isMinus;
    }

    public OnnxConstant(int[] shape, Surd[] values, bool isInteger = false)
    {
        Shape = shape;
        this.values = values;
        IsInteger = isInteger;
    }

    /// <summary>Sizes of the axes; none for a scalar.</summary>
    public int[] Shape { get; }

    /// <summary>Whether its type is an integer, so that a division truncates.</summary>
    public bool IsInteger { get; }

    /// <summary>Number of elements.</summary>
    public int Count => isMinus is not null ? (int)TensorAxes.Count(Shape) : this.stored?.Length ?? values.Length;

    /// <summary>An element, the last axis fastest.</summary>
    /// <exception cref="ArithmeticException">It is not finite.</exception>
    public Surd this[int index] => isMinus is not null ? isMinus(index) ? MinusOne : Surd.One : this.stored is null ? values[index] : Surd.From(this.stored[index]);

    /// <summary>Signs, which stay in the bits that they are read from.</summary>
    public static OnnxConstant OfSigns(int[] shape, Func<int, bool> isMinus) => new(shape, isMinus);

    /// <summary>A stored tensor.</summary>
    public static OnnxConstant From(NamedTensor tensor) => new(
        [.. tensor.Shape],
        tensor.ToDoubles(),
        tensor.ElementType is not (TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Float32 or TensorElementType.Float64));

    /// <summary>A list of integers.</summary>
    public static OnnxConstant OfIntegers(IEnumerable<int> numbers)
    {
        double[] stored = [.. numbers.Select(n => (double)n)];
        return new OnnxConstant([stored.Length], stored, isInteger: true);
    }

    /// <summary>The same elements in another shape of as many.</summary>
    public OnnxConstant Reshaped(int[] shape) => isMinus is not null ? new(shape, isMinus) : this.stored is null ? new(shape, values, IsInteger) : new(shape, this.stored, IsInteger);

    /// <summary>Elements taken from it: entry i is element <paramref name="from"/>[i].</summary>
    public OnnxConstant Select(int[] shape, int[] from) => isMinus is not null
        ? new(shape, i => isMinus(from[i]))
        : this.stored is null
        ? new(shape, Array.ConvertAll(from, i => values[i]), IsInteger)
        : new(shape, Array.ConvertAll(from, i => this.stored[i]), IsInteger);

    /// <summary>All elements as integers of 32 bits, or null where one is none.</summary>
    public int[]? Integers()
    {
        int[] result = new int[Count];
        for (int i = 0; i < result.Length; i++)
        {
            if (this[i].Fraction is not { IsWhole: true } whole || whole < int.MinValue || whole > int.MaxValue)
            {
                return null;
            }

            result[i] = (int)whole.Numerator;
        }

        return result;
    }
}
