namespace PimSim.Interop;

/// <summary>Arithmetic of shapes and element indices, the last axis fastest.</summary>
internal static class TensorAxes
{
    /// <summary>Number of elements.</summary>
    public static long Count(IEnumerable<int> shape) => shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Elements from one entry of an axis to the next.</summary>
    public static int[] Strides(IReadOnlyList<int> shape)
    {
        int[] strides = new int[shape.Count];
        for (int axis = shape.Count - 1, step = 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= shape[axis];
        }

        return strides;
    }

    /// <summary>The shape that two operands are stretched to, or null where they do not fit.</summary>
    public static int[]? Broadcast(IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        int[] result = new int[Math.Max(a.Count, b.Count)];
        for (int i = 1; i <= result.Length; i++)
        {
            int x = i <= a.Count ? a[^i] : 1;
            int y = i <= b.Count ? b[^i] : 1;
            if (x != y && x != 1 && y != 1)
            {
                return null;
            }

            result[^i] = x == 1 ? y : x;
        }

        return result;
    }

    /// <summary>For each element of <paramref name="target"/>, the element of a tensor of shape <paramref name="source"/> that is stretched to it.</summary>
    public static int[] Stretch(IReadOnlyList<int> source, IReadOnlyList<int> target)
    {
        int[] strides = Strides(source);
        int[] steps = new int[target.Count];
        for (int i = 1; i <= source.Count; i++)
        {
            steps[^i] = source[^i] == 1 ? 0 : strides[^i];
        }

        return Walk(target, steps);
    }

    /// <summary>For each element of the transposed tensor, the element it comes from.</summary>
    public static int[] Transpose(IReadOnlyList<int> source, IReadOnlyList<int> permutation)
    {
        int[] strides = Strides(source);
        return Walk([.. permutation.Select(axis => source[axis])], [.. permutation.Select(axis => strides[axis])]);
    }

    /// <summary>For each element of a shape, the sum of its indices times steps.</summary>
    public static int[] Walk(IReadOnlyList<int> shape, int[] steps)
    {
        int[] result = new int[Count(shape)];
        int[] index = new int[shape.Count];
        int at = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = at;
            for (int axis = shape.Count - 1; axis >= 0; axis--)
            {
                at += steps[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                at -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
