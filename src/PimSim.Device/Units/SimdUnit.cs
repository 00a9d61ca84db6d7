using PimSim.Models;

namespace PimSim.Device;

/// <summary>The SIMD lanes of a unit: vector registers and the operations of <see cref="VectorOperation"/>.</summary>
internal sealed partial class SimdUnit
{
    private readonly NumberFormat format;
    private readonly int formatBits;
    private readonly float[] registers;
    private readonly float[] column;
    private readonly ulong[] columnWords;
    private float broadcast;

    public SimdUnit(ProcessingUnitModel model)
    {
        format = model.SimdFormat;
        Lanes = model.SimdLanes;
        formatBits = model.LaneBits / Lanes;
        registers = new float[model.VectorRegisters * Lanes];
        column = new float[Lanes];
        columnWords = new ulong[(model.LaneBits + 63) / 64];
    }

    public int Lanes { get; }

    public float Lane(int register, int lane) => registers[(register * Lanes) + lane];

    public void Clear(int first, int count) => registers.AsSpan(first * Lanes, count * Lanes).Clear();

    /// <summary>A vector register as a column word.</summary>
    public void Store(int register, Span<ulong> words)
    {
        words.Clear();
        for (int l = 0; l < Lanes; l++)
        {
            int bit = l * formatBits;
            words[bit / 64] |= (ulong)SimdArithmetic.Encode(Lane(register, l), format) << (bit % 64);
        }
    }

    /// <summary>
    /// Does one <c>PIM_VECTOR</c>; <paramref name="row"/> is the latched column, <paramref name="inputs"/> the input registers,
    /// <paramref name="accumulators"/> the unit's counts.
    /// </summary>
    public void Execute(in CommandOperands o, ReadOnlySpan<ulong> row, ReadOnlySpan<ulong> inputs, ReadOnlySpan<uint> accumulators = default)
    {
        var operation = (VectorOperation)o.Operation;
        if (VectorOperations.ReadsRow(operation))
        {
            Load(row, column);
            row[..columnWords.Length].CopyTo(columnWords);
        }

        if (operation > VectorOperation.LoadRowPositive)
        {
            ExecuteSources(operation, o, inputs, accumulators);
            return;
        }

        for (int i = 0; i < o.Count; i++)
        {
            Span<float> d = Register(o.Accumulator + i);
            switch (operation)
            {
                case VectorOperation.LoadRow:
                    column.CopyTo(d);
                    break;
                case VectorOperation.LoadInput:
                    for (int l = 0; l < d.Length; l++)
                    {
                        d[l] = Element(inputs, ((o.Register + i) * Lanes) + l);
                    }

                    break;
                case VectorOperation.MultiplyAddLanes:
                    for (int l = 0; l < d.Length; l++)
                    {
                        float product = SimdArithmetic.Round(column[l] * Element(inputs, ((o.Register + i) * Lanes) + l), format);
                        d[l] = SimdArithmetic.Round(d[l] + product, format);
                    }

                    break;
                case VectorOperation.LoadRowPositive:
                    for (int l = 0; l < d.Length; l++)
                    {
                        d[l] = column[l] > 0 ? column[l] : 0;
                    }

                    break;
                case VectorOperation.FusedMultiplyAdd:
                    MultiplyAdd(d, Element(inputs, o.Register + i));
                    break;
                case VectorOperation.FusedMultiplyAddSign:
                    int bit = ((o.Register + i) * Lanes * formatBits) + o.Bit;
                    MultiplyAdd(d, ((inputs[bit / 64] >> (bit % 64)) & 1) == 0 ? 1f : -1f);
                    break;
                default:
                    Combine(operation, o, i, d);
                    break;
            }
        }
    }

    private void Combine(VectorOperation operation, in CommandOperands o, int i, Span<float> d)
    {
        ReadOnlySpan<float> s = operation is VectorOperation.Add or VectorOperation.Max or VectorOperation.Multiply ? Register(o.Register + i) : column;
        switch (operation)
        {
            case VectorOperation.FoldAdd:
                for (int l = 0; l < o.Stride; l++)
                {
                    d[l] = SimdArithmetic.Round(d[l] + d[l + o.Stride], format);
                }

                break;
            case VectorOperation.Clip:
                ReadOnlySpan<float> lower = Register(o.Register);
                ReadOnlySpan<float> upper = Register(o.Register + 1);
                for (int l = 0; l < d.Length; l++)
                {
                    float raised = d[l] > lower[l] ? d[l] : lower[l];
                    d[l] = raised < upper[l] ? raised : upper[l];
                }

                break;
            default:
                for (int l = 0; l < d.Length; l++)
                {
                    d[l] = operation switch
                    {
                        VectorOperation.Add or VectorOperation.AddRow => SimdArithmetic.Round(d[l] + s[l], format),
                        VectorOperation.Multiply or VectorOperation.MultiplyRow => SimdArithmetic.Round(d[l] * s[l], format),
                        VectorOperation.CompareRow => d[l] >= s[l] ? 1f : -1f,
                        VectorOperation.Absolute => MathF.Abs(d[l]),
                        _ => s[l] > d[l] ? s[l] : d[l],
                    };
                }

                break;
        }
    }

    private void MultiplyAdd(Span<float> d, float x)
    {
        for (int l = 0; l < d.Length; l++)
        {
            d[l] = SimdArithmetic.FusedMultiplyAdd(column[l], x, d[l], format);
        }
    }

    private Span<float> Register(int index) => registers.AsSpan(index * Lanes, Lanes);

    private void Load(ReadOnlySpan<ulong> words, Span<float> lanes)
    {
        for (int l = 0; l < lanes.Length; l++)
        {
            lanes[l] = Element(words, l);
        }
    }

    private float Element(ReadOnlySpan<ulong> words, int element)
    {
        int bit = element * formatBits;
        uint stored = (uint)(words[bit / 64] >> (bit % 64));
        return SimdArithmetic.Decode(formatBits == 32 ? stored : stored & 0xFFFF, format);
    }
}
