namespace PimSim.Interop;

/// <summary>
/// A node that maps every element to one of a few values, by a function that never falls or never rises. It has one rule or one for
/// each of the elements of its parameters.
/// </summary>
/// <param name="node">The node.</param>
internal abstract class Quantizer(OnnxNode node)
{
    /// <summary>The node.</summary>
    protected OnnxNode Node { get; } = node;

    /// <summary>The quantizer of a node, or null where it is none.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1122, PIM1128: parameters that are not constant or not supported.</exception>
    public static Quantizer? For(OnnxNode node, OnnxConstant?[] operands) => (node.Operator, QonnxDomains.Contains(node.Domain)) switch
    {
        ("BipolarQuant", true) => new BipolarQuantizer(node, Parameter(node, operands, 1)),
        ("Quant" or "IntQuant", true) => new GridQuantizer(node, Parameter(node, operands, 1), Parameter(node, operands, 2), Parameter(node, operands, 3)),
        ("MultiThreshold", true) => new ThresholdQuantizer(node, Parameter(node, operands, 1)),
        ("Sign", false) => new SignQuantizer(node),
        _ => null,
    };

    /// <summary>For tensors of a shape: the rule of each element.</summary>
    public abstract Func<int, int> RuleOf(int[] shape);

    /// <summary>Whether two rules are the same.</summary>
    public abstract bool AreSame(int rule, int other);

    /// <summary>What becomes of an element.</summary>
    public abstract Surd Apply(Surd x, int rule);

    /// <summary>Every result is the origin plus a whole multiple of the step, which is not negative; 0 means that all are the same.</summary>
    public abstract (Surd Origin, Surd Step) Grid(int rule);

    /// <summary>The rules of parameters that are stretched over the tensor.</summary>
    protected Func<int, int> Stretched(int[] parameter, int[] shape)
    {
        if (TensorAxes.Broadcast(parameter, shape) is not { } common || !common.SequenceEqual(shape))
        {
            throw ImportFault.Operand(Node, $"has parameters of shape [{string.Join(", ", parameter)}] for a tensor of [{string.Join(", ", shape)}]");
        }

        int[] from = TensorAxes.Count(parameter) == 1 ? [] : TensorAxes.Stretch(parameter, shape);
        return from.Length == 0 ? _ => 0 : i => from[i];
    }

    private static OnnxConstant Parameter(OnnxNode node, OnnxConstant?[] operands, int index) =>
        operands.Length > index && operands[index] is { Count: > 0 } constant ? constant : throw ImportFault.Operand(node, $"needs a constant as operand {index + 1}");
}
