using System.Numerics;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// One near-bank unit: registers, XNOR/popcount lanes, thresholds, pool stage and output buffer. It does what commands
/// say, bit by bit, and has no clock. Column words come from the latched row of one of its banks.
/// </summary>
internal sealed class ProcessingUnit
{
    private readonly ProcessingUnitModel model;
    private readonly int words;
    private readonly ulong[] inputs;
    private readonly uint[] accumulators;
    private readonly ThresholdEntry[] thresholds;
    private readonly ulong[] output;
    private readonly uint accumulatorMax;

    public ProcessingUnit(ProcessingUnitModel model)
    {
        this.model = model;
        words = model.LaneBits / 64;
        inputs = new ulong[model.InputRegisters * words];
        accumulators = new uint[model.Accumulators];
        thresholds = new ThresholdEntry[model.ThresholdEntries];
        output = new ulong[words];
        Sequencer = new InstructionSequencer(model.InstructionEntries);
        accumulatorMax = uint.MaxValue >> (32 - model.AccumulatorBits);
        Simd = new SimdUnit(model);
    }

    public SimdUnit Simd { get; }

    public ReadOnlySpan<ulong> Inputs => inputs;

    /// <summary>Instruction store, as loaded by <c>PIM_LOAD_PROGRAM</c>, and what executes it.</summary>
    public InstructionSequencer Sequencer { get; }

    public void LoadInput(int register, ReadOnlySpan<ulong> column) => column.CopyTo(inputs.AsSpan(register * words, words));

    public void LoadThresholds(int entry, ReadOnlySpan<ulong> column)
    {
        for (int i = 0; i < model.LaneBits / ThresholdEntry.Bits && entry + i < thresholds.Length; i++)
        {
            thresholds[entry + i] = ThresholdEntry.Decode((uint)(column[i / 2] >> (i % 2 * 32)));
        }
    }

    public void LoadProgram(int entry, ReadOnlySpan<ulong> column) => Sequencer.Load(entry, column, model.LaneBits / 32);

    /// <summary>
    /// Does one operation whose operands are inside the unit; <paramref name="column"/> is what the row or the bus gives, or
    /// takes what a buffer holds.
    /// </summary>
    public void Execute(PimOperation operation, in CommandOperands o, Span<ulong> column)
    {
        switch (operation)
        {
            case PimOperation.LoadInput or PimOperation.LoadInputRow:
                LoadInput(o.Register, column);
                break;
            case PimOperation.LoadThreshold:
                LoadThresholds(o.Entry, column);
                break;
            case PimOperation.LoadProgram or PimOperation.LoadProgramBus:
                LoadProgram(o.Entry, column);
                break;
            case PimOperation.XnorAccumulate:
                XnorAccumulate(column, o);
                break;
            case PimOperation.Threshold:
                Threshold(o);
                break;
            case PimOperation.Pool:
                Pool(o);
                break;
            case PimOperation.Pack:
                Pack(o);
                break;
            case PimOperation.Vector or PimOperation.VectorRow or PimOperation.VectorDivide:
                Simd.Execute(o, column, inputs, accumulators);
                break;
            case PimOperation.Clear:
                Clear(o);
                break;
            case PimOperation.WriteBack or PimOperation.ReadOut:
                Get((PimBuffer)o.Operation, o.Register, column);
                break;
            default:
                throw new InternalErrorException($"a unit does not do {operation}");
        }
    }

    public void XnorAccumulate(ReadOnlySpan<ulong> column, in CommandOperands o)
    {
        for (int i = 0; i < o.Count; i++)
        {
            ReadOnlySpan<ulong> register = inputs.AsSpan((o.Register + i) * words, words);
            int mismatches = 0;
            for (int w = 0; w < words; w++)
            {
                mismatches += BitOperations.PopCount(column[w] ^ register[w]);
            }

            accumulators[o.Accumulator + i] = Limit(accumulators[o.Accumulator + i] + ((ulong)(uint)mismatches << o.Operation));
        }
    }

    public void Threshold(in CommandOperands o)
    {
        for (int i = 0; i < o.Count; i++)
        {
            bool fires = thresholds[o.Entry + i].Fires(accumulators[o.Accumulator + (i * o.Stride)]);
            SetOutput(o.Bit + i, !fires);
        }
    }

    public void Pool(in CommandOperands o)
    {
        var operation = (PoolOperation)o.Operation;
        for (int i = 0; i < o.Count; i++)
        {
            bool minusWins = !operation.HasFlag(PoolOperation.IgnoreDirection) && thresholds[o.Entry + i].Direction;
            bool first = !operation.HasFlag(PoolOperation.Combine);
            bool result = !first && Output(o.Bit + i);
            for (int g = 0; g < o.Groups; g++)
            {
                bool bit = Output(o.Register + (g * o.Stride) + i);
                result = first ? bit : minusWins ? result | bit : result & bit;
                first = false;
            }

            SetOutput(o.Bit + i, result);
        }
    }

    public void Pack(in CommandOperands o)
    {
        int lanes = model.SimdLanes;
        for (int i = 0; i < o.Count; i++)
        {
            for (int l = 0; l < lanes; l++)
            {
                SetOutput(o.Bit + (i * lanes) + l, Simd.Lane(o.Register + i, l) < 0);
            }
        }
    }

    /// <summary>Contents of a buffer as one column word.</summary>
    public void Get(PimBuffer buffer, int register, Span<ulong> column)
    {
        switch (buffer)
        {
            case PimBuffer.Output:
                output.CopyTo(column);
                break;
            case PimBuffer.Input:
                inputs.AsSpan(register * words, words).CopyTo(column);
                break;
            case PimBuffer.Vector:
                Simd.Store(register, column);
                break;
            default:
                column[..words].Clear();
                for (int i = 0; i < model.LaneBits / 16 && register + i < accumulators.Length; i++)
                {
                    column[i / 4] |= (ulong)(ushort)accumulators[register + i] << (i % 4 * 16);
                }

                break;
        }
    }

    public void Clear(in CommandOperands o)
    {
        bool all = o.Count == 0;
        switch ((PimBuffer)o.Operation)
        {
            case PimBuffer.Output:
                Array.Clear(output);
                break;
            case PimBuffer.Input:
                Array.Clear(inputs);
                break;
            case PimBuffer.Vector:
                Simd.Clear(all ? 0 : o.Register, all ? model.VectorRegisters : o.Count);
                break;
            default:
                accumulators.AsSpan(all ? 0 : o.Register, all ? accumulators.Length : o.Count).Clear();
                break;
        }
    }

    private uint Limit(ulong value) => value <= accumulatorMax
        ? (uint)value
        : model.Overflow switch
        {
            AccumulatorOverflow.Wrap => (uint)value & accumulatorMax,
            AccumulatorOverflow.Saturate => accumulatorMax,

            // A damaged instruction can count what no program would: then the counter is as wide as it is.
            AccumulatorOverflow.Error when model.Sequencer == SequencerKind.Device => (uint)value & accumulatorMax,
            _ => throw new InternalErrorException($"an accumulator of {model.AccumulatorBits} bits runs over: the lowering must refuse such a layer"),
        };

    private bool Output(int bit) => ((output[bit / 64] >> (bit % 64)) & 1) != 0;

    private void SetOutput(int bit, bool value)
    {
        ulong mask = 1UL << (bit % 64);
        output[bit / 64] = value ? output[bit / 64] | mask : output[bit / 64] & ~mask;
    }
}
