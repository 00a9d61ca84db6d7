using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Every operation of the SIMD lanes that an inference or a kernel uses against plain loops with exact arithmetic.</summary>
public sealed class SimdUnitTests
{
    public static TheoryData<VectorOperation, NumberFormat> Cases
    {
        get
        {
            var cases = new TheoryData<VectorOperation, NumberFormat>();
            foreach (VectorOperation operation in Enum.GetValues<VectorOperation>().Where(o => o <= VectorOperation.LoadRowPositive))
            {
                foreach (NumberFormat format in Enum.GetValues<NumberFormat>())
                {
                    cases.Add(operation, format);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OperationIsWhatItsDescriptionSays(VectorOperation operation, NumberFormat format)
    {
        ProcessingUnitModel model = TestModels.Hbm2.Unit! with { SimdFormat = format };
        Gen.UInt.ForEach(60, seed => Check(model, operation, seed));
    }

    [Fact]
    public void ClearZeroesWholeRegisters()
    {
        var simd = new SimdUnit(TestModels.Hbm2.Unit!);
        float[][] values = Fill(simd, TestModels.Hbm2.Unit!, new PCG(1, 1));
        simd.Clear(3, 2);
        for (int r = 0; r < values.Length; r++)
        {
            Assert.Equal(r is 3 or 4 ? 0f : values[r][1], simd.Lane(r, 1));
        }
    }

    [Fact]
    public void FirstOfEqualsWinsAMaximum()
    {
        ProcessingUnitModel model = TestModels.Hbm2.Unit!;
        var simd = new SimdUnit(model);
        Load(simd, model, 0, [.. Enumerable.Repeat(-0f, model.SimdLanes)]);
        simd.Execute(new CommandOperands { Operation = (byte)VectorOperation.Max, Count = 1, Accumulator = 0, Register = 1 }, [], []);
        Assert.True(float.IsNegative(simd.Lane(0, 0)));
    }

    private static void Check(ProcessingUnitModel model, VectorOperation operation, uint seed)
    {
        var random = new PCG(seed % 1_000_000, 9);
        NumberFormat format = model.SimdFormat;
        var simd = new SimdUnit(model);
        int lanes = model.SimdLanes;
        float[][] v = Fill(simd, model, random);
        float[] row = Lanes(random, model, lanes);
        float[] x = Lanes(random, model, lanes * model.InputRegisters);
        var o = new CommandOperands
        {
            Operation = (byte)operation,
            Count = (short)(1 + random.Next(4)),
            Accumulator = (short)random.Next(4),
            Register = (short)random.Next(4),
            Bit = (short)random.Next((uint)model.LaneBits),
            Stride = operation == VectorOperation.FoldAdd ? (short)(lanes >> (1 + (int)random.Next(3))) : (short)0,
        };
        ulong[] inputs = Words(x, format);

        simd.Execute(o, Words(row, format), inputs);
        for (int i = 0; i < o.Count; i++)
        {
            float[] d = v[o.Accumulator + i];
            float[] old = [.. d];
            for (int l = 0; l < lanes; l++)
            {
                d[l] = operation switch
                {
                    VectorOperation.LoadRow => row[l],
                    VectorOperation.LoadInput => x[((o.Register + i) * lanes) + l],
                    VectorOperation.FusedMultiplyAdd => ExactArithmetic.FusedMultiplyAdd(row[l], x[o.Register + i], d[l], format),
                    VectorOperation.FusedMultiplyAddSign => ExactArithmetic.FusedMultiplyAdd(row[l], Sign(inputs, ((o.Register + i) * model.LaneBits) + o.Bit), d[l], format),
                    VectorOperation.Add => ExactArithmetic.Add(old[l], (o.Register == o.Accumulator ? old : v[o.Register + i])[l], format),
                    VectorOperation.AddRow => ExactArithmetic.Add(d[l], row[l], format),
                    VectorOperation.Multiply => ExactArithmetic.Multiply(old[l], (o.Register == o.Accumulator ? old : v[o.Register + i])[l], format),
                    VectorOperation.MultiplyRow => ExactArithmetic.Multiply(d[l], row[l], format),
                    VectorOperation.MultiplyAddLanes => ExactArithmetic.Add(d[l], ExactArithmetic.Multiply(row[l], x[((o.Register + i) * lanes) + l], format), format),
                    VectorOperation.LoadRowPositive => Math.Max(row[l], 0),
                    VectorOperation.CompareRow => d[l] >= row[l] ? 1 : -1,
                    VectorOperation.Clip => Math.Min(Math.Max(d[l], v[o.Register][l]), v[o.Register + 1][l]),
                    VectorOperation.Absolute => Math.Abs(d[l]),
                    VectorOperation.Max => Math.Max(d[l], v[o.Register + i][l]),
                    _ => l < o.Stride ? ExactArithmetic.Add(old[l], old[l + o.Stride], format) : old[l],
                };
            }
        }

        ulong[] stored = new ulong[model.LaneBits / 64];
        for (int r = 0; r < v.Length; r++)
        {
            Assert.Equal(v[r], Enumerable.Range(0, lanes).Select(l => simd.Lane(r, l)).ToArray());
            simd.Store(r, stored);
            Assert.Equal(Words(v[r], format), stored);
        }
    }

    private static float Sign(ulong[] words, int bit) => ((words[bit / 64] >> (bit % 64)) & 1) == 0 ? 1 : -1;

    private static float[][] Fill(SimdUnit simd, ProcessingUnitModel model, PCG random)
    {
        float[][] values = [.. Enumerable.Range(0, model.VectorRegisters).Select(_ => Lanes(random, model, model.SimdLanes))];
        for (int r = 0; r < values.Length; r++)
        {
            Load(simd, model, r, values[r]);
        }

        return values;
    }

    private static void Load(SimdUnit simd, ProcessingUnitModel model, int register, float[] values) =>
        simd.Execute(new CommandOperands { Operation = (byte)VectorOperation.LoadRow, Count = 1, Accumulator = (short)register }, Words(values, model.SimdFormat), []);

    /// <summary>Values of the format between -16 and 16, no zero: signs of zeros are the arithmetic tests' business.</summary>
    private static float[] Lanes(PCG random, ProcessingUnitModel model, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => SimdArithmetic.Round(((random.Next(1 << 20) + 0.5f) / (1 << 15)) - 16f, model.SimdFormat)).Select(f => f == 0 ? 1f : f)];

    private static ulong[] Words(float[] values, NumberFormat format)
    {
        int bits = format == NumberFormat.Fp32 ? 32 : 16;
        ulong[] words = new ulong[values.Length * bits / 64];
        for (int i = 0; i < values.Length; i++)
        {
            uint stored = format switch
            {
                NumberFormat.Fp32 => BitConverter.SingleToUInt32Bits(values[i]),
                NumberFormat.Fp16 => BitConverter.HalfToUInt16Bits((Half)values[i]),
                _ => BitConverter.SingleToUInt32Bits(values[i]) >> 16,
            };
            words[i * bits / 64] |= (ulong)stored << (i * bits % 64);
        }

        return words;
    }
}
