using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>MatMul, Gemm and XnorPopcountMatMul with constant weights.</summary>
internal static class DenseImport
{
    /// <summary>MatMul and Gemm without its bias.</summary>
    /// <param name="network">The network so far.</param>
    /// <param name="node">The node.</param>
    /// <param name="value">What it takes.</param>
    /// <param name="weights">Inputs x outputs, or outputs x inputs when transposed.</param>
    /// <param name="isTransposed">Whether outputs come first.</param>
    public static LayerActivation Multiply(NetworkBuilder network, OnnxNode node, Activation value, OnnxConstant weights, bool isTransposed = false)
    {
        int inputs = value.Shape[^1];
        if (inputs != value.Places.Length || weights.Shape.Length != 2 || weights.Shape[isTransposed ? 1 : 0] != inputs)
        {
            throw ImportFault.Operand(node, $"multiplies [{string.Join(", ", value.Shape)}] with weights of [{string.Join(", ", weights.Shape)}]");
        }

        int outputs = weights.Shape[isTransposed ? 0 : 1];
        LayerInput input = LayerInputs.Of(network, node, value);
        int[] columnAt = new int[inputs];
        for (int k = 0; k < inputs; k++)
        {
            columnAt[value.Places[k]] = k;
        }

        var rows = LayerRows.Of(
            node,
            weights,
            outputs,
            inputs,
            (row, place) => isTransposed ? (row * inputs) + columnAt[place] : (columnAt[place] * outputs) + row,
            (_, place) => place % value.Image.Channels,
            input);
        network.Nodes.Add(new DenseNode { Name = network.NameFor(node), Inputs = network.Last, Outputs = outputs, Weights = rows.Weights });
        return new LayerActivation
        {
            Shape = [.. value.Shape[..^1], outputs],
            Places = [.. Enumerable.Range(0, outputs)],
            Image = new ImageShape(1, 1, outputs),
            Node = network.LastIndex,
            IsQuantized = false,
            Least = -checked(inputs * input.Magnitude),
            Most = inputs * input.Magnitude,
            Step = input.IsBits ? 2 : 1,
            Scale = rows.Scale,
            Offset = rows.Offset,
        };
    }

    /// <summary>Gemm.</summary>
    public static Activation Gemm(NetworkBuilder network, OnnxNode node, Activation value, OnnxConstant weights, OnnxConstant? bias)
    {
        if (node.Attribute("transA", 0L) != 0)
        {
            throw ImportFault.Setting(node, "transposes its input", "export the layer without transA");
        }

        LayerActivation result = Multiply(network, node, value, weights, node.Attribute("transB", 0L) != 0);
        Surd[] term = bias is null ? [.. result.Scale.Select(_ => Surd.Zero)] : result.PerChannel(node, bias);
        var alpha = Surd.From(node.Attribute("alpha", 1f));
        var beta = Surd.From(node.Attribute("beta", 1f));
        return result.Affine(Array.ConvertAll(term, _ => alpha), Array.ConvertAll(term, t => t * beta));
    }

    /// <summary>XnorPopcountMatMul: the matches P of bits 0 and 1; with both as -1 and +1 the dot product is 2 P - K.</summary>
    public static Activation Popcount(NetworkBuilder network, OnnxNode node, Activation value, OnnxConstant weights)
    {
        bool isBits = value switch
        {
            PixelActivation pixels => Array.TrueForAll(pixels.Tables, table => Array.TrueForAll(table, IsBit)),
            LayerActivation { IsBits: true } bits => Enumerable.Range(0, bits.Scale.Length).All(c => IsBit(bits.Value(c, -1)) && IsBit(bits.Value(c, 1))),
            _ => false,
        };
        Surd[] signs = new Surd[weights.Count];
        for (int i = 0; i < signs.Length; i++)
        {
            Surd weight = weights[i];
            isBits &= IsBit(weight);
            signs[i] = weight.Sign > 0 ? 1 : -1;
        }

        if (!isBits)
        {
            throw ImportFault.Of("PIM1134", node, "takes other numbers than 0 and 1", "give it bits, or use MatMul");
        }

        Activation ends = value.Affine(Of(value, 2), Of(value, -1));
        LayerActivation dots = Multiply(network, node, ends, new OnnxConstant(weights.Shape, signs));
        return dots.Affine(Of(dots, new Rational(1, 2)), Of(dots, new Rational(value.Shape[^1], 2)));
    }

    private static bool IsBit(Surd value) => value.Sign == 0 || value.Equals(Surd.One);

    private static Surd[] Of(Activation value, Surd number) => [.. Enumerable.Repeat(number, value.Image.Channels)];
}
