using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Operands and result in the cells: consecutive words go to the domains in turn, then to the banks, then to the columns.</summary>
internal sealed class ElementwiseData : IKernelData
{
    private readonly KernelLayout layout;
    private readonly KernelBus bus;
    private readonly NumberFormat format;
    private readonly float[][] operands;
    private readonly int perWord;

    public ElementwiseData(KernelLayout layout, ulong seed)
    {
        this.layout = layout;
        bus = new KernelBus(layout);
        format = layout.Model.Unit!.SimdFormat;
        perWord = layout.Lanes * layout.Organization.Chips;
        operands = [.. Enumerable.Range(0, layout.Operands).Select(i => KernelOperands.Create(seed, i, layout.Shape.Results))];
    }

    public void Store(DomainCore[] cores)
    {
        // Padding is written too: the last words of the last tile are computed like any others.
        long words = layout.ElementTiles * layout.Vectors * layout.Organization.Domains * layout.Organization.Banks;
        for (int i = 0; i < operands.Length; i++)
        {
            for (long word = 0; word < words; word++)
            {
                long first = Math.Min(word * perWord, operands[i].Length);
                ReadOnlySpan<float> values = operands[i].AsSpan((int)first, (int)Math.Min(perWord, operands[i].Length - first));
                (int domain, RowAddress row, int access) = Address(word, i * layout.OperandColumns);
                cores[domain].Cells.Write(row, access, bus.Column(values));
            }
        }
    }

    public IEnumerable<byte[]> Inputs() => [];

    public KernelCheck Check(DomainCore[] cores)
    {
        var digest = new KernelDigest(layout.Shape.Results);
        ulong[] words = new ulong[layout.Organization.AccessBits / 64];
        for (long i = 0; i < layout.Shape.Results; i++)
        {
            if (i % perWord == 0)
            {
                (int domain, RowAddress row, int access) = Address(i / perWord, layout.ResultStart);
                cores[domain].Cells.Read(row, access, words);
            }

            float a = operands[0][i];
            float b = operands.Length > 1 ? operands[1][i] : 0;
            float exact = layout.Shape.Kind switch
            {
                KernelKind.Add => a + b,
                KernelKind.Mul => a * b,
                _ => a > 0 ? a : 0,
            };
            float stored = bus.Value(words, (int)(i % perWord));
            digest.Compare(stored, KernelRounding.Round(exact, format));
            digest.Result(i, stored, exact);
        }

        return digest.Complete();
    }

    private (int Domain, RowAddress Row, int Access) Address(long word, long start)
    {
        int domains = layout.Organization.Domains;
        int banks = layout.Organization.Banks;
        (int row, int access) = layout.Place(start + (word / domains / banks));
        return ((int)(word % domains), new RowAddress((int)(word / domains % banks), row), access);
    }
}
