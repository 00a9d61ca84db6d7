namespace PimSim.Interop;

/// <summary>FULLY_CONNECTED: weights are outputs x inputs.</summary>
internal static class LarqDense
{
    /// <summary>The results, with the bias.</summary>
    public static Activation Multiply(NetworkBuilder network, OnnxNode node, Activation value, OnnxConstant?[] constants)
    {
        if (constants.ElementAtOrDefault(1) is not { Shape: [var outputs, var inputs] } weights || inputs != value.Places.Length || outputs < 1 || node.Attribute("weights_format", 0L) != 0)
        {
            throw LarqFault.Operand(node, $"takes {value.Places.Length} inputs, which its weights do not have");
        }

        bool keepsAxes = node.Attribute("keep_num_dims", 0L) != 0;
        int[] shape = keepsAxes ? [.. Enumerable.Repeat(1, value.Shape.Length - 1), outputs] : [1, outputs];
        Activation flat = value with { Shape = [1, inputs] };
        LayerActivation sums = RealLayer.IsNeeded(weights, outputs, inputs)
            ? RealLayer.Dense(network, node, flat, weights, outputs)
            : DenseImport.Multiply(network, node, flat, weights, isTransposed: true);
        return LarqConvolution.Biased(node, sums, constants.ElementAtOrDefault(2)) with { Shape = shape };
    }
}
