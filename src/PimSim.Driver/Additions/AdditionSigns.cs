using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Some sums that are made side by side: which operands they need, and the signs of these in input registers, one register a sum. A sign
/// takes a bit, or two where some operand is left out of some sum. Behind the operands stands the sign of the parent.
/// </summary>
internal sealed class AdditionSigns
{
    private readonly AdditionSum[] sums;
    private readonly int laneBits;

    public AdditionSigns(UnitGeometry geometry, AdditionSum[] sums)
    {
        this.sums = sums;
        laneBits = geometry.LaneBits;
        Operands = [.. Enumerable.Range(0, sums[0].Coefficients.Length).Where(p => Array.Exists(sums, s => s.Coefficients[p] != 0))];
        Width = Operands.Any(p => Array.Exists(sums, s => s.Coefficients[p] == 0)) ? 2 : 1;
    }

    /// <summary>Sums.</summary>
    public int Count => sums.Length;

    /// <summary>Operands that some sum needs, rising.</summary>
    public int[] Operands { get; }

    /// <summary>Bits of a sign.</summary>
    public int Width { get; }

    /// <summary>Signs of a register.</summary>
    public int PerRegister => laneBits / Width;

    /// <summary>What adds a column with signs of this width.</summary>
    public VectorOperation Operation => Width == 1 ? VectorOperation.FusedMultiplyAddSign : VectorOperation.FusedMultiplyAddTernary;

    /// <summary>Number of the sign of the parent.</summary>
    public int ParentIndex => Operands.Length;

    /// <summary>Neighbouring sums with parents: first and how many.</summary>
    public IEnumerable<(int First, int Count)> Children
    {
        get
        {
            for (int i = 0; i < Count; i++)
            {
                int first = i;
                while (i < Count && !sums[i].IsRoot)
                {
                    i++;
                }

                if (i > first)
                {
                    yield return (first, i - first);
                }
            }
        }
    }

    public AdditionSum this[int index] => sums[index];

    /// <summary>First bit of sign number <paramref name="k"/> in its register.</summary>
    public int Bit(int k) => k % PerRegister * Width;

    /// <summary>The register of a sum that holds the signs from number <paramref name="first"/> on.</summary>
    public void Fill(int sum, int first, Span<ulong> words)
    {
        for (int k = first; k < first + PerRegister && k <= ParentIndex; k++)
        {
            int sign = k < ParentIndex ? sums[sum].Coefficients[Operands[k]] : sums[sum].ParentSign;
            ulong code = sign < 0 ? 1UL : sign == 0 && Width == 2 ? 2UL : 0;
            words[Bit(k) / 64] |= code << (Bit(k) % 64);
        }
    }
}
