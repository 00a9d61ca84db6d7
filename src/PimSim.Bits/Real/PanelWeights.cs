namespace PimSim.Bits;

/// <summary>
/// Weights transposed into panels so that lanes hold outputs: panel p holds for each k the weights of outputs
/// p * Width .. p * Width + Width - 1, zero beyond the last output. Width is two vectors.
/// </summary>
internal sealed class PanelWeights
{
    public PanelWeights(int outputs, int depth, LaneWidth lanes)
    {
        Outputs = outputs;
        Depth = depth;
        Lanes = lanes;
        Width = 2 * lanes.Lanes();
        Panels = (outputs + Width - 1) / Width;
        Values = new AlignedFloats(Panels * Width * depth);
    }

    public int Outputs { get; }

    public int Depth { get; }

    public int Width { get; }

    public int Panels { get; }

    public LaneWidth Lanes { get; }

    public AlignedFloats Values { get; }

    /// <summary>Takes new weights: Outputs x Depth, depth fastest.</summary>
    public void Pack(ReadOnlySpan<float> weights)
    {
        if (weights.Length != Outputs * Depth)
        {
            throw new ArgumentException($"{weights.Length} weights where {Outputs} x {Depth} are due", nameof(weights));
        }

        Span<float> values = Values.Span;
        for (int o = 0; o < Outputs; o++)
        {
            int panel = o / Width;
            int target = (panel * Width * Depth) + (o % Width);
            ReadOnlySpan<float> row = weights.Slice(o * Depth, Depth);
            for (int k = 0; k < row.Length; k++)
            {
                values[target] = row[k];
                target += Width;
            }
        }
    }
}
