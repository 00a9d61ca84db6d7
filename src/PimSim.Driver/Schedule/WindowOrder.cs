namespace PimSim.Driver;

/// <summary>
/// Pool windows of an image sorted by the border classes of their positions, so that windows that use the same
/// threshold entries stand together and a loop can serve them.
/// </summary>
internal sealed class WindowOrder
{
    private WindowOrder(int[][] signatures, int[][] windows)
    {
        Signatures = signatures;
        Windows = windows;
        Count = windows.Sum(w => w.Length);
    }

    /// <summary>Border class of each position of a window, by signature.</summary>
    public int[][] Signatures { get; }

    /// <summary>Windows with each signature, in rising order.</summary>
    public int[][] Windows { get; }

    /// <summary>Windows of an image.</summary>
    public int Count { get; }

    public static WindowOrder Create(LayerShape shape, IReadOnlyList<int>? classOfPosition)
    {
        var order = new List<(int[] Signature, List<int> Windows)>();
        for (int w = 0; w < shape.Windows; w++)
        {
            int[] signature = new int[shape.WindowPositions];
            for (int p = 0; p < signature.Length; p++)
            {
                signature[p] = classOfPosition?[shape.Position(w, p)] ?? 0;
            }

            int found = order.FindIndex(o => o.Signature.AsSpan().SequenceEqual(signature));
            if (found < 0)
            {
                found = order.Count;
                order.Add((signature, []));
            }

            order[found].Windows.Add(w);
        }

        return new WindowOrder([.. order.Select(o => o.Signature)], [.. order.Select(o => o.Windows.ToArray())]);
    }
}
