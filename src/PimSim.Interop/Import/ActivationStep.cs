using PimSim.Data;

namespace PimSim.Interop;

/// <summary>Nodes that take what depends on the image.</summary>
internal static class ActivationStep
{
    /// <summary>The result: an <see cref="Activation"/>, an <see cref="OnnxConstant"/> (a shape) or a <see cref="ClassActivation"/>.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">What cannot be imported.</exception>
    public static object Run(NetworkBuilder network, FoldBudget budget, OnnxNode node, object?[] operands)
    {
        OnnxConstant?[] constants = Array.ConvertAll(operands, o => o as OnnxConstant);
        if (operands.Count(o => o is Activation) > 1)
        {
            throw ImportFault.Branch(node);
        }

        int place = Array.FindIndex(operands, o => o is Activation);
        var value = (Activation)operands[place]!;
        if (node.Operator is "Add" or "Sub" or "Mul" or "Div")
        {
            return Arithmetic(node, value, place, constants);
        }

        if (place != 0)
        {
            throw ImportFault.Operand(node, "takes a value that depends on the image as a parameter");
        }

        if (AxisAttributes.NewShape(node, value.Shape, constants) is { } shape)
        {
            return value with { Shape = shape };
        }

        if (Quantizer.For(node, constants) is { } quantizer)
        {
            return ThresholdImport.Quantize(network, node, value, quantizer);
        }

        if (RectifierImport.RangeOf(node, constants) is { } range)
        {
            return RectifierImport.Apply(node, value, range);
        }

        switch (node.Operator)
        {
            case "Shape":
                return OnnxConstant.OfIntegers(value.Shape);
            case "Identity" or "Dropout":
                return value;
            case "Cast":
                return Cast(node, value);
            case "Transpose":
                budget.Take(node, value.Shape);
                return Transpose(node, value);
            case "Neg":
                return value.Affine(All(value, -1), All(value, 0));
            case "BatchNormalization":
                return BatchNormImport.Apply(node, value, constants);
            case "MatMul":
                return DenseImport.Multiply(network, node, value, Weights(node, constants));
            case "Gemm":
                return DenseImport.Gemm(network, node, value, Weights(node, constants), constants.ElementAtOrDefault(2));
            case "XnorPopcountMatMul" when QonnxDomains.Contains(node.Domain):
                return DenseImport.Popcount(network, node, value, Weights(node, constants));
            case "Conv":
                return ConvolutionImport.Convolve(network, node, value, Weights(node, constants), constants.ElementAtOrDefault(2));
            case "MaxPool":
                return PoolImport.MaxPool(network, node, value);
            case "ArgMax" or "TopK":
                return Class(node, value, constants);
            default:
                throw OnnxImporter.Unknown(node);
        }
    }

    /// <summary>Add, Sub, Mul and Div with a constant, in the names of ONNX or of TensorFlow Lite.</summary>
    public static Activation Arithmetic(OnnxNode node, Activation value, int place, OnnxConstant?[] constants)
    {
        if (constants.Length != 2 || constants[1 - place] is not { } constant)
        {
            throw ImportFault.Operand(node, "needs two operands");
        }

        Surd[] other = value.PerChannel(node, constant);
        Surd[] zeros = All(value, 0);
        Surd[] ones = All(value, 1);
        return (node.Operator, place) switch
        {
            ("Add" or "ADD", _) => value.Affine(ones, other),
            ("Sub" or "SUB", 0) => value.Affine(ones, Array.ConvertAll(other, o => -o)),
            ("Sub" or "SUB", _) => value.Affine(All(value, -1), other),
            ("Mul" or "MUL", _) => value.Affine(other, zeros),
            ("Div" or "DIV", 0) => value.Affine(Array.ConvertAll(other, o => 1 / o), zeros),
            _ => throw ImportFault.Setting(node, "divides by a value that depends on the image", "multiply and divide by constants only"),
        };
    }

    private static Surd[] All(Activation value, long number) => [.. Enumerable.Repeat((Surd)number, value.Image.Channels)];

    private static OnnxConstant Weights(OnnxNode node, OnnxConstant?[] constants) =>
        constants.Length > 1 && constants[1] is { Count: > 0 } weights ? weights : throw ImportFault.Operand(node, "needs constant weights");

    private static Activation Cast(OnnxNode node, Activation value) =>
        OnnxTensorReader.ElementType((int)node.Attribute("to", 0L), node.Name, node.File) is TensorElementType.Float32 or TensorElementType.Float64
            ? value
            : throw ImportFault.Setting(node, "casts to a type that may round", "leave activations in single or double precision");

    private static Activation Transpose(OnnxNode node, Activation value)
    {
        int[] permutation = AxisAttributes.Permutation(node, value.Shape.Length);
        return value with
        {
            Shape = [.. permutation.Select(axis => value.Shape[axis])],
            Places = Array.ConvertAll(TensorAxes.Transpose(value.Shape, permutation), i => value.Places[i]),
        };
    }

    private static ClassActivation Class(OnnxNode node, Activation value, OnnxConstant?[] constants)
    {
        bool isTopK = string.Equals(node.Operator, "TopK", StringComparison.Ordinal);
        int axis = AxisAttributes.Axis(node, node.Attribute("axis", isTopK ? -1L : 0L), value.Shape.Length);
        bool isFirstOfHighest = isTopK
            ? node.Attribute("largest", 1L) == 1 && (AxisAttributes.List(node, "K", constants, 1) is [1] || node.Attribute("k", 0L) == 1)
            : node.Attribute("select_last_index", 0L) == 0;
        return isFirstOfHighest && value is LayerActivation { IsScores: true } scores && scores.Shape[axis] == scores.Image.Channels
            ? new ClassActivation(scores)
            : throw ImportFault.Setting(node, "does not tell the first class of the highest score", "take the highest of all class scores: TopK with k = 1, or ArgMax, along the classes");
    }
}
