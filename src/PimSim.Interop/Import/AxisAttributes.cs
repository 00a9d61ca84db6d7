namespace PimSim.Interop;

/// <summary>Axes and shapes that nodes name; later versions of ONNX give them as operands instead of attributes.</summary>
internal static class AxisAttributes
{
    /// <summary>An axis from 0 on; negative ones count from the end.</summary>
    public static int Axis(OnnxNode node, long axis, int rank)
    {
        long resolved = axis < 0 ? axis + rank : axis;
        return resolved >= 0 && resolved < rank ? (int)resolved : throw ImportFault.Operand(node, $"names axis {axis} of a tensor of {rank} axes");
    }

    /// <summary>The list of an attribute or of operand <paramref name="operand"/>, or null where both are absent.</summary>
    public static long[]? List(OnnxNode node, string attribute, OnnxConstant?[] constants, int operand)
    {
        long[]? given = node.Attribute<long[]?>(attribute, fallback: null);
        if (given is not null || constants.Length <= operand || constants[operand] is not { } constant)
        {
            return given;
        }

        return constant.Integers() is { } integers ? Array.ConvertAll(integers, i => (long)i) : throw ImportFault.Operand(node, "has an operand that should hold integers");
    }

    /// <summary>The order of axes of a transposition.</summary>
    public static int[] Permutation(OnnxNode node, int rank)
    {
        long[] named = node.Attribute<long[]>("perm", [.. Enumerable.Range(1, rank).Select(i => (long)(rank - i))]);
        int[] permutation = Array.ConvertAll(named, axis => Axis(node, axis, rank));
        return permutation.Order().SequenceEqual(Enumerable.Range(0, rank)) ? permutation : throw ImportFault.Operand(node, $"does not name each of {rank} axes once");
    }

    /// <summary>The shape that a node gives to the elements of <paramref name="shape"/>, or null where the node is none that only does that.</summary>
    public static int[]? NewShape(OnnxNode node, int[] shape, OnnxConstant?[] constants)
    {
        switch (node.Operator)
        {
            case "Reshape":
                return Reshape(node, shape, List(node, "shape", constants, 1) ?? throw ImportFault.Operand(node, "has no constant shape"));
            case "Flatten":
                long axis = node.Attribute("axis", 1L);
                int split = axis == shape.Length ? shape.Length : Axis(node, axis, shape.Length);
                return [(int)TensorAxes.Count(shape[..split]), (int)TensorAxes.Count(shape[split..])];
            case "Squeeze":
                int[]? dropped = List(node, "axes", constants, 1)?.Select(a => Axis(node, a, shape.Length)).ToArray();
                return dropped is null || Array.TrueForAll(dropped, a => shape[a] == 1)
                    ? [.. shape.Where((size, i) => dropped is null ? size != 1 : !dropped.Contains(i))]
                    : throw ImportFault.Operand(node, $"drops an axis of [{string.Join(", ", shape)}] that is not of size 1");
            case "Unsqueeze":
                return Unsqueeze(node, shape, List(node, "axes", constants, 1) ?? throw ImportFault.Operand(node, "has no constant axes"));
            default:
                return null;
        }
    }

    /// <summary>The shape that is wanted, with -1 for what is left and 0 for a size that stays.</summary>
    public static int[] Reshape(OnnxNode node, int[] shape, long[] wanted)
    {
        bool keepZero = node.Attribute("allowzero", 0L) != 0;
        Int128 known = 1;
        long[] sizes = new long[wanted.Length];
        for (int i = 0; i < wanted.Length; i++)
        {
            sizes[i] = wanted[i] == 0 && !keepZero && i < shape.Length ? shape[i] : wanted[i];
            known = sizes[i] == -1 || known > int.MaxValue ? known : known * sizes[i];
        }

        long count = TensorAxes.Count(shape);
        int open = Array.IndexOf(sizes, -1L);
        if (open >= 0 && known > 0 && count % known == 0)
        {
            sizes[open] = (long)(count / known);
            known = count;
        }

        return known == count && Array.TrueForAll(sizes, s => s is > 0 and <= int.MaxValue)
            ? Array.ConvertAll(sizes, s => (int)s)
            : throw ImportFault.Operand(node, $"gives [{string.Join(", ", shape)}] the shape [{string.Join(", ", wanted)}], which has other elements");
    }

    private static int[] Unsqueeze(OnnxNode node, int[] shape, long[] axes)
    {
        int rank = shape.Length + axes.Length;
        HashSet<int> added = [.. axes.Select(a => Axis(node, a, rank))];
        if (added.Count != axes.Length)
        {
            throw ImportFault.Operand(node, "names an axis twice");
        }

        int next = 0;
        return [.. Enumerable.Range(0, rank).Select(i => added.Contains(i) ? 1 : shape[next++])];
    }
}
