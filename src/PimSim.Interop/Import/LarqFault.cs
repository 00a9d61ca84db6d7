using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>Faults of TensorFlow Lite files; nodes are called by their operator and its number in the file.</summary>
internal static class LarqFault
{
    private const int PackedBits = 32;

    /// <summary>PIM1161: an operator that is not imported.</summary>
    public static UserErrorException Unknown(OnnxNode node) => ImportFault.Of(
        "PIM1161",
        node,
        "is an operator that is not imported at this place",
        "chains of LceQuantize, LceBconv2d, LceBMaxPool2d, CONV_2D, FULLY_CONNECTED, MAX_POOL_2D, arithmetic with constants and a closing SOFTMAX are: leave averages, branches and 8-bit quantization out of the model");

    /// <summary>PIM1162: a setting that is not supported.</summary>
    public static UserErrorException Setting(OnnxNode node, string what, string remedy) => ImportFault.Of("PIM1162", node, what, remedy);

    /// <summary>PIM1164: an operand that does not fit.</summary>
    public static UserErrorException Operand(OnnxNode node, string what) =>
        ImportFault.Of("PIM1164", node, what, "convert the model again with larq_compute_engine.convert_keras_model");

    /// <summary>The result of a node, when it has the shape that the file claims; bits are packed by 32 there.</summary>
    /// <exception cref="UserErrorException">PIM1163: it has another.</exception>
    public static Activation Checked(Activation value, OnnxNode node, IReadOnlyDictionary<string, OnnxValue> values)
    {
        if (values.GetValueOrDefault(node.Outputs[0])?.Shape is not { Count: > 0 } claimed)
        {
            return value;
        }

        bool isPacked = values[node.Outputs[0]].ElementType is TensorElementType.Int32;
        long?[] shape = [.. value.Shape.Select((size, axis) => (long?)(isPacked && axis == value.Shape.Length - 1 ? (size + PackedBits - 1) / PackedBits : size))];
        return shape.SequenceEqual(claimed)
            ? value
            : throw ImportFault.Of("PIM1163", node, $"gives [{string.Join(", ", shape)}], the file claims [{string.Join(", ", claimed)}]", "convert the model again for one image at a time");
    }

    /// <summary>An image whose axes are image, height, width, channel.</summary>
    /// <exception cref="UserErrorException">PIM1164: it is none.</exception>
    public static ImageShape Image(OnnxNode node, Activation value) =>
        value.Shape is [1, var h, var w, var c] && new ImageShape(h, w, c) == value.Image && value.IsInOrder
            ? value.Image
            : throw Operand(node, $"takes [{string.Join(", ", value.Shape)}], which is no image of height, width and channels as a layer gives it");

    /// <summary>The value with its axes in another order.</summary>
    /// <exception cref="UserErrorException">PIM1164: the order is none.</exception>
    public static Activation Transpose(OnnxNode node, Activation value, OnnxConstant?[] constants)
    {
        int[] order = constants.ElementAtOrDefault(1)?.Integers() ?? [];
        return order.Order().SequenceEqual(Enumerable.Range(0, value.Shape.Length))
            ? value with { Shape = [.. order.Select(axis => value.Shape[axis])], Places = Array.ConvertAll(TensorAxes.Transpose(value.Shape, order), i => value.Places[i]) }
            : throw Operand(node, "has no constant order of axes");
    }
}
