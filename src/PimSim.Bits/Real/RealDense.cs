using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// A real fully connected layer in fp32 with prepacked weights. Each output is one chain of fused multiply-adds from +0
/// over rising k, then the bias is added. Safe for concurrent calls, not while weights change.
/// </summary>
public sealed unsafe class RealDense
{
    private readonly PanelWeights panels;
    private float[]? bias;

    /// <summary>Prepacks <paramref name="weights"/>: outputs x inputs; an empty bias adds nothing.</summary>
    public RealDense(int outputs, int inputs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
        : this(outputs, inputs, LaneWidths.Best)
    {
        SetWeights(weights, bias);
    }

    internal RealDense(int outputs, int inputs, LaneWidth lanes)
    {
        Outputs = outputs;
        Inputs = inputs;
        panels = new PanelWeights(outputs, inputs, lanes);
    }

    /// <summary>Outputs.</summary>
    public int Outputs { get; }

    /// <summary>Inputs.</summary>
    public int Inputs { get; }

    /// <summary>Takes new weights, outputs x inputs, and a bias per output (or none).</summary>
    public void SetWeights(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        if (bias.Length != 0 && bias.Length != Outputs)
        {
            throw new ArgumentException($"{bias.Length} biases for {Outputs} outputs", nameof(bias));
        }

        panels.Pack(weights);
        this.bias = bias.IsEmpty ? null : bias.ToArray();
    }

    /// <summary>One row of fp32 inputs to one row of outputs.</summary>
    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        Check(input.Length >= Inputs, output);
        fixed (float* x = input)
        fixed (float* y = output)
        {
            PanelProduct.Run(panels, x, [0], 1, Inputs, 0, y);
        }

        AddBias(output);
    }

    /// <summary>Several rows of fp32 inputs to as many rows of outputs: the same bits as one by one.</summary>
    public void ForwardRows(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        Check(inputs.Length >= rows * Inputs, outputs[..(rows * Outputs)]);
        Span<int> starts = rows <= 256 ? stackalloc int[rows] : new int[rows];
        for (int i = 0; i < rows; i++)
        {
            starts[i] = i * Inputs;
        }

        fixed (float* x = inputs)
        fixed (float* y = outputs)
        {
            PanelProduct.Run(panels, x, starts, 1, Inputs, 0, y);
        }

        for (int i = 0; i < rows; i++)
        {
            AddBias(outputs.Slice(i * Outputs, Outputs));
        }
    }

    /// <summary>
    /// One row of packed sign bits (bit k % 64 of word k / 64; 0 is +1, 1 is -1) to one row of outputs: the same bits as
    /// <see cref="Forward"/> gives on +1 and -1.
    /// </summary>
    public void ForwardSigns(ReadOnlySpan<ulong> signs, Span<float> output)
    {
        Check(signs.Length * 64L >= Inputs, output);
        fixed (ulong* bits = signs)
        fixed (float* y = output)
        {
            switch (panels.Lanes)
            {
                case LaneWidth.Sixteen:
                    Signs<Lanes512, Vector512<float>>(bits, y);
                    break;
                case LaneWidth.Eight:
                    Signs<Lanes256, Vector256<float>>(bits, y);
                    break;
                default:
                    Signs<ScalarLanes, float>(bits, y);
                    break;
            }
        }

        AddBias(output);
    }

    private void Signs<TLanes, TVector>(ulong* bits, float* output)
        where TLanes : struct, ILanes<TVector>
        where TVector : unmanaged
    {
        const int One = 0x3F800000;
        float* panel = stackalloc float[32];
        fixed (float* packed = panels.Values.Span)
        {
            float* w = packed;
            for (int p = 0; p < panels.Panels; p++)
            {
                TVector sum0 = TLanes.Broadcast(0f);
                TVector sum1 = sum0;
                for (int k = 0; k < Inputs; k++)
                {
                    int sign = (int)(bits[k >> 6] >> (k & 63)) << 31;
                    TVector value = TLanes.Broadcast(BitConverter.Int32BitsToSingle(One | sign));
                    sum0 = TLanes.FusedMultiplyAdd(TLanes.Load(w), value, sum0);
                    sum1 = TLanes.FusedMultiplyAdd(TLanes.Load(w + TLanes.Count), value, sum1);
                    w += 2 * TLanes.Count;
                }

                int first = p * panels.Width;
                TLanes.Store(sum0, panel);
                TLanes.Store(sum1, panel + TLanes.Count);
                int valid = Math.Min(panels.Width, Outputs - first);
                new ReadOnlySpan<float>(panel, valid).CopyTo(new Span<float>(output + first, valid));
            }
        }
    }

    private void AddBias(Span<float> output)
    {
        if (this.bias is null)
        {
            return;
        }

        for (int o = 0; o < this.bias.Length; o++)
        {
            output[o] += this.bias[o];
        }
    }

    private void Check(bool inputFits, Span<float> output)
    {
        if (!inputFits || output.Length < Outputs)
        {
            throw new ArgumentException($"input or output too short for a layer of {Inputs} inputs and {Outputs} outputs", nameof(output));
        }
    }
}
