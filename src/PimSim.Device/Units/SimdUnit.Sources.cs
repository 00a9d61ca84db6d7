using PimSim.Models;

namespace PimSim.Device;

/// <summary>The operations whose sources are vector registers or input elements, as training needs them.</summary>
internal sealed partial class SimdUnit
{
    private void ExecuteSources(VectorOperation operation, in CommandOperands o, ReadOnlySpan<ulong> inputs, ReadOnlySpan<uint> accumulators)
    {
        for (int i = 0; i < o.Count; i++)
        {
            int d = o.Accumulator + i;

            // Read before the lanes are written: the source may be the target.
            float broadcast = operation == VectorOperation.BroadcastLane ? Lane(o.Register + i, o.Stride) : 0;
            for (int l = 0; l < Lanes; l++)
            {
                switch (operation)
                {
                    case VectorOperation.FusedMultiplyAddTernary:
                        Set(d, l, SimdArithmetic.FusedMultiplyAdd(column[l], Ternary(inputs, ((o.Register + i) * Lanes * formatBits) + o.Bit), Lane(d, l), format));
                        break;
                    case VectorOperation.FusedMultiplyAddRowSigns:
                        Set(d, l, SimdArithmetic.FusedMultiplyAdd(Element(inputs, o.Register + i), ColumnSign(o.Bit + l), Lane(d, l), format));
                        break;
                    case VectorOperation.CountsToReal:
                        Set(d, l, SimdArithmetic.Round(accumulators[o.Register + (l * o.Stride) + i], format));
                        break;
                    case VectorOperation.BroadcastLane:
                        Set(d, l, broadcast);
                        break;
                    default:
                        Combine(operation, o, i, l, inputs);
                        break;
                }
            }
        }
    }

    private void Combine(VectorOperation operation, in CommandOperands o, int i, int l, ReadOnlySpan<ulong> inputs)
    {
        int d = o.Accumulator + i;
        float old = Lane(d, l);
        float s = VectorOperations.HasSource(operation) ? Source(inputs, o.Register + (i * o.Stride), l) : 0;
        float e = VectorOperations.HasSecondSource(operation) ? Source(inputs, o.Entry + (i * o.Groups), l) : 0;
        switch (operation)
        {
            case VectorOperation.MaxPlace:
                if (s > old)
                {
                    Set(d, l, s);
                    Set(o.Entry + (i * o.Groups), l, o.Bit);
                }

                return;
            case VectorOperation.Keep:
                Set(d, l, Holds((VectorComparison)o.Bit, s, e) ? old : 0);
                return;
            default:
                Set(d, l, operation switch
                {
                    VectorOperation.Copy => s,
                    VectorOperation.AddSource => SimdArithmetic.Round(old + s, format),
                    VectorOperation.SubtractSource => SimdArithmetic.Round(old - s, format),
                    VectorOperation.SubtractFromSource => SimdArithmetic.Round(s - old, format),
                    VectorOperation.MultiplySource => SimdArithmetic.Round(old * s, format),
                    VectorOperation.Divide => SimdArithmetic.Round(old / s, format),
                    VectorOperation.SquareRoot => SimdArithmetic.Round(MathF.Sqrt(old), format),
                    VectorOperation.MultiplyAddSources => SimdArithmetic.FusedMultiplyAdd(s, e, old, format),
                    VectorOperation.ScaleAndShift => SimdArithmetic.FusedMultiplyAdd(old, s, e, format),
                    VectorOperation.ClipSources => old < s ? s : old > e ? e : old,
                    VectorOperation.KeepPlace => s == o.Bit ? e : 0,
                    _ => SimdArithmetic.Round(column[l] - s, format),
                });
                return;
        }
    }

    private static bool Holds(VectorComparison comparison, float s, float e) => comparison switch
    {
        VectorComparison.AtLeast => s >= e,
        VectorComparison.AtMost => s <= e,
        VectorComparison.Above => s > e,
        VectorComparison.Below => s < e,
        _ => !(MathF.Abs(s) > e),
    };

    private float Source(ReadOnlySpan<ulong> inputs, int source, int lane) => source >= CommandOperands.ElementSource
        ? Element(inputs, source - CommandOperands.ElementSource)
        : Lane(source, lane);

    private static float Ternary(ReadOnlySpan<ulong> inputs, int bit) => (inputs[bit / 64] >> (bit % 64) & 3) switch
    {
        0 => 1f,
        1 => -1f,
        _ => 0f,
    };

    private float ColumnSign(int bit) => (columnWords[bit / 64] >> (bit % 64) & 1) == 0 ? 1f : -1f;

    private void Set(int register, int lane, float value) => registers[(register * Lanes) + lane] = value;
}
