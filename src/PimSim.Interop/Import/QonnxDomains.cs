namespace PimSim.Interop;

/// <summary>The domains of QONNX and FINN; their operators are the same.</summary>
internal static class QonnxDomains
{
    /// <summary>Whether a domain is one of them.</summary>
    public static bool Contains(string domain) => domain is "onnx.brevitas" or "qonnx.custom_op.general" or "finn.custom_op.general";
}
