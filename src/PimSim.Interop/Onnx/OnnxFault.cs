using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Faults of ONNX files that several classes meet.</summary>
internal static class OnnxFault
{
    /// <summary>The remedy for what an exporter would not write.</summary>
    public const string ExportAgain = "export the network again";

    /// <summary>PIM1040: the file was cut, or is no protobuf.</summary>
    public static UserErrorException Cut(string why, string file) => new("PIM1040", $"the file is cut or is not ONNX: {why}", file, "copy or export it again");

    /// <summary>PIM1049: something of ONNX that is not supported.</summary>
    public static UserErrorException Unsupported(string what, string file) => new("PIM1049", $"{what}, which is not supported", file, "export the network for inference, with the shape of an image fixed");
}
