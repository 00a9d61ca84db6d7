using PimSim.Data;

namespace PimSim.Interop;

/// <summary>Computes nodes whose operands are all known, exactly.</summary>
/// <param name="budget">Bounds what is made.</param>
internal sealed class ConstantFolding(FoldBudget budget)
{
    /// <summary>The result, or null where the operator is none of constants.</summary>
    public OnnxConstant? Fold(OnnxNode node, OnnxConstant?[] operands)
    {
        if (string.Equals(node.Operator, "Constant", StringComparison.Ordinal))
        {
            return Constant(node);
        }

        if (operands.Length == 0 || operands[0] is not { } x)
        {
            return null;
        }

        if (AxisAttributes.NewShape(node, x.Shape, operands) is { } shape)
        {
            return x.Reshaped(shape);
        }

        switch (node.Operator)
        {
            case "Identity" or "Dropout":
                return x;
            case "Shape":
                return OnnxConstant.OfIntegers(x.Shape);
            case "Transpose":
                int[] permutation = AxisAttributes.Permutation(node, x.Shape.Length);
                budget.Take(node, x.Shape);
                return x.Select([.. permutation.Select(axis => x.Shape[axis])], TensorAxes.Transpose(x.Shape, permutation));
            case "Gather":
                return Gather(node, x, Second(node, operands));
            case "Concat":
                return Concat(node, operands);
            case "Cast":
                return Cast(node, x);
            case "Neg" or "Sqrt" or "Reciprocal" or "Sign" or "Floor":
                return Map(node, x, value => Unary(node.Operator, value));
            case "Add" or "Sub" or "Mul" or "Div" or "Pow":
                return Binary(node, x, Second(node, operands));
            default:
                return Quantizer.For(node, operands) is { } quantizer ? Quantize(node, x, quantizer) : null;
        }
    }

    private static OnnxConstant Second(OnnxNode node, OnnxConstant?[] operands) =>
        operands.Length > 1 && operands[1] is { } second ? second : throw ImportFault.Operand(node, "has no second operand");

    private static OnnxConstant Constant(OnnxNode node)
    {
        if (node.Attributes.Count != 1)
        {
            throw ImportFault.Operand(node, "needs one value");
        }

        return node.Attributes.Values.First() switch
        {
            NamedTensor tensor => OnnxConstant.From(tensor),
            float number => new OnnxConstant([], [Surd.From(number)]),
            long number => new OnnxConstant([], [number], isInteger: true),
            float[] numbers => new OnnxConstant([numbers.Length], Array.ConvertAll(numbers, n => Surd.From(n))),
            long[] numbers => new OnnxConstant([numbers.Length], Array.ConvertAll(numbers, n => (Surd)n), isInteger: true),
            _ => throw ImportFault.Operand(node, "has a text as its value"),
        };
    }

    private OnnxConstant Gather(OnnxNode node, OnnxConstant x, OnnxConstant indices)
    {
        int axis = AxisAttributes.Axis(node, node.Attribute("axis", 0L), x.Shape.Length);
        int[] chosen = Array.ConvertAll(indices.Integers() ?? throw ImportFault.Operand(node, "has an index that is no integer"), i => AxisAttributes.Axis(node, i, x.Shape[axis]));
        int[] shape = [.. x.Shape[..axis], .. indices.Shape, .. x.Shape[(axis + 1)..]];
        budget.Take(node, shape);
        int inner = (int)TensorAxes.Count(x.Shape[(axis + 1)..]);
        int[] from = new int[TensorAxes.Count(shape)];
        for (int i = 0; i < from.Length; i++)
        {
            int outer = i / inner / chosen.Length;
            from[i] = (((outer * x.Shape[axis]) + chosen[i / inner % chosen.Length]) * inner) + (i % inner);
        }

        return x.Select(shape, from);
    }

    private OnnxConstant Concat(OnnxNode node, OnnxConstant?[] operands)
    {
        OnnxConstant[] parts = [.. operands.Select(o => o ?? throw ImportFault.Operand(node, "has an operand that is absent"))];
        int[] first = parts[0].Shape;
        int axis = AxisAttributes.Axis(node, node.Attribute("axis", 0L), first.Length);
        if (!Array.TrueForAll(parts, p => p.Shape.Length == first.Length && first.Where((size, i) => i != axis && p.Shape[i] != size).All(_ => false)))
        {
            throw ImportFault.Operand(node, "joins tensors that do not fit");
        }

        int[] shape = [.. first.Select((size, i) => i == axis ? parts.Sum(p => p.Shape[i]) : size)];
        budget.Take(node, shape);
        Surd[] values = new Surd[TensorAxes.Count(shape)];
        int inner = (int)TensorAxes.Count(shape[(axis + 1)..]);
        int offset = 0;
        foreach (OnnxConstant part in parts)
        {
            int run = part.Shape[axis] * inner;
            for (int i = 0; i < part.Count; i++)
            {
                values[(i / run * shape[axis] * inner) + offset + (i % run)] = part[i];
            }

            offset += run;
        }

        return new OnnxConstant(shape, values, Array.TrueForAll(parts, p => p.IsInteger));
    }

    private OnnxConstant Cast(OnnxNode node, OnnxConstant x)
    {
        TensorElementType type = OnnxTensorReader.ElementType((int)node.Attribute("to", 0L), node.Name, node.File);
        return type switch
        {
            TensorElementType.Float32 or TensorElementType.Float64 or TensorElementType.Float16 or TensorElementType.BFloat16 => x.IsInteger ? Map(node, x, v => v, isInteger: false) : x,
            TensorElementType.Boolean => throw ImportFault.Setting(node, "casts to booleans", "export the constants as numbers"),
            _ => Map(node, x, v => v.Fraction is { } fraction ? (Rational)new(fraction.Truncate(), 1) : throw new ArithmeticException("an integer of a root"), isInteger: true),
        };
    }

    private OnnxConstant Binary(OnnxNode node, OnnxConstant x, OnnxConstant y)
    {
        int[] shape = TensorAxes.Broadcast(x.Shape, y.Shape)
            ?? throw ImportFault.Operand(node, $"combines tensors of [{string.Join(", ", x.Shape)}] and [{string.Join(", ", y.Shape)}]");
        budget.Take(node, shape);
        int[] left = TensorAxes.Stretch(x.Shape, shape);
        int[] right = TensorAxes.Stretch(y.Shape, shape);
        bool isInteger = x.IsInteger && y.IsInteger;
        Surd[] values = new Surd[left.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Binary(node, x[left[i]], y[right[i]], isInteger);
        }

        return new OnnxConstant(shape, values, isInteger);
    }

    private static Surd Binary(OnnxNode node, Surd a, Surd b, bool isInteger) => node.Operator switch
    {
        "Add" => a + b,
        "Sub" => a - b,
        "Mul" => a * b,
        "Div" => isInteger ? new Rational((a / b).Fraction!.Value.Truncate(), 1) : a / b,
        _ => Power(node, a, b),
    };

    private static Surd Power(OnnxNode node, Surd a, Surd b)
    {
        Rational half = new(1, 2);
        return b.Fraction is not { } exponent ? throw ImportFault.Number(node, "an exponent with a root")
            : exponent == half ? Root(a)
            : exponent == -half ? 1 / Root(a)
            : exponent == 1 ? a
            : exponent == -1 ? 1 / a
            : exponent == 2 ? a * a
            : exponent == 0 ? Surd.One
            : throw ImportFault.Number(node, $"the exponent {exponent}; 2, 1, 0.5, 0 and their negatives are exact");
    }

    private static Surd Unary(string op, Surd value) => op switch
    {
        "Neg" => -value,
        "Sqrt" => Root(value),
        "Reciprocal" => 1 / value,
        "Sign" => value.Sign,
        _ => value.Fraction is { } fraction ? (Rational)new(fraction.Floor(), 1) : throw new ArithmeticException("an integer of a root"),
    };

    private static Surd Root(Surd value) => Surd.Sqrt(value.Fraction ?? throw new ArithmeticException("the root of a root"));

    private OnnxConstant Map(OnnxNode node, OnnxConstant x, Func<Surd, Surd> map, bool? isInteger = null)
    {
        budget.Take(node, x.Shape);
        Surd[] values = new Surd[x.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = map(x[i]);
        }

        return new OnnxConstant(x.Shape, values, isInteger ?? x.IsInteger);
    }

    private OnnxConstant Quantize(OnnxNode node, OnnxConstant x, Quantizer quantizer)
    {
        budget.Take(node, x.Shape);
        Func<int, int> rule = quantizer.RuleOf(x.Shape);
        Surd[] values = new Surd[x.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = quantizer.Apply(x[i], rule(i));
        }

        return new OnnxConstant(x.Shape, values);
    }
}
