namespace PimSim.Bnn;

/// <summary>
/// A binarized network as a graph of nodes in topological order. It means its stored fp32 parameters, with batch norm
/// followed by sign decided exactly (design.md section 4).
/// </summary>
public sealed class BnnNetwork
{
    /// <summary>The name of the graph's input in <see cref="NetworkNode.Inputs"/>.</summary>
    public const string InputName = "input";

    /// <summary>Name for people, for example <c>bcnn-s</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Shape of an image and how its pixels become numbers.</summary>
    public required InputEncoding Input { get; init; }

    /// <summary>Names of the classes, one for each output of the last node.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>
    /// True: its bits are drawn, not trained, so only time and energy mean anything. Not part of the content; files do not keep it.
    /// </summary>
    public bool IsShapeOnly { get; init; }

    /// <summary>How the class follows from the last node's output.</summary>
    public ReadOut ReadOut { get; init; } = new ArgMaxReadOut();

    /// <summary>The nodes; the last one gives the class scores.</summary>
    public required IReadOnlyList<NetworkNode> Nodes { get; init; }
}
