namespace PimSim.Driver;

/// <summary>The host's operands and sums of one domain.</summary>
/// <param name="layout">The layout.</param>
/// <param name="operands">Of all positions of the device: positions x operands, each -1, 0 or +1.</param>
/// <param name="sums">Likewise, positions x sums; filled.</param>
/// <param name="domain">Domain.</param>
internal sealed class AdditionData(AdditionLayout layout, sbyte[] operands, float[] sums, int domain)
{
    /// <summary>The operand in all lanes of a unit.</summary>
    public void Fill(int unit, int operand, Span<ulong> words)
    {
        for (int l = 0; l < layout.Geometry.Lanes; l++)
        {
            layout.Geometry.SetLane(words, l, operands[(Position(unit, l) * layout.Plan.Operands) + operand]);
        }
    }

    /// <summary>Takes a sum from all lanes of a unit.</summary>
    public void Take(int unit, int sum, ReadOnlySpan<ulong> words)
    {
        for (int l = 0; l < layout.Geometry.Lanes; l++)
        {
            sums[(Position(unit, l) * layout.Plan.Sums.Count) + sum] = layout.Geometry.Lane(words, l);
        }
    }

    private int Position(int unit, int lane) => (domain * layout.DomainPositions) + (unit * layout.Geometry.Lanes) + lane;
}
