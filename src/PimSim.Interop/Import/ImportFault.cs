using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Faults of importing graphs that several classes meet; each names the node.</summary>
internal static class ImportFault
{
    /// <summary>PIM1122: a node has an operand that does not fit.</summary>
    public static UserErrorException Operand(OnnxNode node, string what) =>
        Of("PIM1122", node, what, "export the network again, for inference of one image, with constants folded");

    /// <summary>PIM1128: a setting that is not supported.</summary>
    public static UserErrorException Setting(OnnxNode node, string what, string remedy) => Of("PIM1128", node, what, remedy);

    /// <summary>PIM1129: the graph is no chain.</summary>
    public static UserErrorException Branch(OnnxNode node) =>
        Of("PIM1129", node, "takes a value that another layer also takes, or combines two of them", "only chains of layers are imported: leave branches and residual connections out");

    /// <summary>PIM1130: numbers that cannot be computed exactly.</summary>
    public static UserErrorException Number(OnnxNode node, string what) =>
        Of("PIM1130", node, $"meets {what}", "look at the parameters it takes; batch norms stand between quantizers, one at a time");

    /// <summary>PIM1135: tensors larger than the file gives reason for.</summary>
    public static UserErrorException Size(OnnxNode node) =>
        Of("PIM1135", node, "makes tensors out of all proportion to the file", "fold constants and check the shapes where the network is exported");

    /// <summary>Any fault of a node.</summary>
    public static UserErrorException Of(string code, OnnxNode node, string what, string remedy) =>
        new(code, $"node '{node.Name}' ({node.Operator}) {what}", node.File, remedy);
}
