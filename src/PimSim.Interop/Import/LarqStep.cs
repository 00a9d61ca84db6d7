using PimSim.Data;

namespace PimSim.Interop;

/// <summary>
/// Operators of TensorFlow Lite and of Larq compute engine that take what depends on the image. Images have the axes image, height,
/// width, channel. Source: Larq compute engine, larq_compute_engine/core/bconv2d/reference.h and output_transform.h.
/// </summary>
/// <param name="network">The network so far.</param>
/// <param name="budget">Bounds what is made.</param>
/// <param name="values">What the file says of each value.</param>
internal sealed class LarqStep(NetworkBuilder network, FoldBudget budget, IReadOnlyDictionary<string, OnnxValue> values)
{
    /// <summary>Domain of built-in operators.</summary>
    public const string BuiltIn = "tflite";

    /// <summary>Domain of Larq's own operators.</summary>
    public const string Custom = "tflite.custom";

    /// <summary>The result of a node whose operands are all constant, or null where it is none of those.</summary>
    public static OnnxConstant? Fold(OnnxNode node, OnnxConstant?[] operands) => (node.Operator, operands) switch
    {
        ("DEQUANTIZE", [{ IsInteger: false } halves, ..]) => halves,
        ("RESHAPE", [{ } constant, ..]) => constant.Reshaped(NewShape(node, constant.Shape, operands)),
        _ => null,
    };

    /// <summary>The result: an <see cref="Activation"/> or, behind it, a <see cref="ClassActivation"/>.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1161: an operator that is not known. PIM1162: one of its settings. PIM1163: a
    /// shape other than the file claims. PIM1164: an operand. And those of the network's parts.</exception>
    public object Run(OnnxNode node, object?[] operands)
    {
        OnnxConstant?[] constants = Array.ConvertAll(operands, o => o as OnnxConstant);
        if (operands.Count(o => o is Activation) > 1)
        {
            throw ImportFault.Branch(node);
        }

        int place = Array.FindIndex(operands, o => o is Activation);
        var value = (Activation)operands[place]!;
        object result = IsArithmetic(node) ? Activated(node, ActivationStep.Arithmetic(node, value, place, constants))
            : place == 0 ? Of(node, value, constants)
            : throw LarqFault.Operand(node, "takes a value that depends on the image as a parameter");
        return result is Activation activation ? LarqFault.Checked(activation, node, values) : result;
    }

    private static bool IsArithmetic(OnnxNode node) => node.Operator is "ADD" or "SUB" or "MUL" or "DIV";

    private object Of(OnnxNode node, Activation value, OnnxConstant?[] constants)
    {
        switch (node.Operator)
        {
            case "LceQuantize":
                return LarqQuantizer.Sign(network, node, value);
            case "LceDequantize":
                return value;
            case "LceBconv2d":
                return new LarqConvolution(network, node, value).Binary(constants, Type(node));
            case "CONV_2D" or "DEPTHWISE_CONV_2D":
                return Activated(node, new LarqConvolution(network, node, value).Plain(constants));
            case "FULLY_CONNECTED":
                return Activated(node, LarqDense.Multiply(network, node, value, constants));
            case "LceBMaxPool2d" or "MAX_POOL_2D":
                return Activated(node, LarqPool.Max(network, node, value));
            case "RELU" or "RELU6":
                return RectifierImport.Apply(node, value, LarqActivation.RangeOf(node, string.Equals(node.Operator, "RELU", StringComparison.Ordinal) ? 1 : 3)!);
            case "RESHAPE" or "SQUEEZE":
                return value with { Shape = NewShape(node, value.Shape, constants) };
            case "TRANSPOSE":
                budget.Take(node, value.Shape);
                return LarqFault.Transpose(node, value, constants);
            case "SOFTMAX" or "LOGISTIC" or "ARG_MAX":
                // All of them rise with the score and are the same for every class, so the class stays.
                return value is LayerActivation { IsScores: true } scores
                    ? new ClassActivation(scores)
                    : throw LarqFault.Setting(node, "does not follow the scores of the classes", "leave it out, or put it at the end");
            default:
                throw LarqFault.Unknown(node);
        }
    }

    private TensorElementType? Type(OnnxNode node) => values.GetValueOrDefault(node.Outputs[0])?.ElementType;

    private static Activation Activated(OnnxNode node, Activation value) =>
        LarqActivation.RangeOf(node, node.Attribute("fused_activation_function", 0L)) is { } range ? RectifierImport.Apply(node, value, range) : value;

    private static int[] NewShape(OnnxNode node, int[] shape, OnnxConstant?[] constants)
    {
        if (node.Operator is "SQUEEZE")
        {
            long[] dropped = node.Attribute<long[]>("squeeze_dims", []);
            return [.. shape.Where((size, axis) => size != 1 || (dropped.Length > 0 && !dropped.Contains(axis) && !dropped.Contains(axis - shape.Length)))];
        }

        long[] wanted = AxisAttributes.List(node, "new_shape", constants, 1) is { Length: > 0 } given ? given
            : constants.ElementAtOrDefault(1)?.Integers() is { } operand ? Array.ConvertAll(operand, i => (long)i)
            : throw LarqFault.Operand(node, "has no constant shape");
        return AxisAttributes.Reshape(node, shape, wanted);
    }
}
