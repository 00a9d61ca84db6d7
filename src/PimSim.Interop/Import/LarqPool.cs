namespace PimSim.Interop;

/// <summary>Max-pools of TensorFlow Lite and Larq.</summary>
internal static class LarqPool
{
    /// <summary>The pooled value.</summary>
    public static Activation Max(NetworkBuilder network, OnnxNode node, Activation value)
    {
        (int size, int stride) = LarqWindow.OfPool(node, LarqFault.Image(node, value));
        return PoolImport.Pool(network, node, PoolImport.Layer(node, value), size, stride);
    }
}
