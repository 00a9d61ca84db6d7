using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>The end of the graph: scores, and the class that the network's read-out tells from them.</summary>
internal static class OnnxReadOut
{
    /// <summary>What the last layer gives, fp32 [N, classes].</summary>
    public const string ScoresName = "scores";

    /// <summary>The class, int64 [N].</summary>
    public const string ClassName = "class";

    /// <summary>Adds both outputs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="readOut">How the class is told.</param>
    /// <param name="value">The last layer's values, channels last or flat.</param>
    /// <param name="classes">Their number.</param>
    public static void Add(OnnxGraphWriter graph, ReadOut readOut, string value, int classes)
    {
        graph.AddAs("Flatten", ScoresName, [value]);
        graph.AddFloatOutput(ScoresName, classes);
        graph.AddInt64Output(ClassName);
        switch (readOut)
        {
            case AffineReadOut affine:
                Affine(graph, affine);
                break;
            case HighestSetReadOut highest:
                HighestSet(graph, highest);
                break;
            default:
                First(graph, ScoresName);
                break;
        }
    }

    /// <summary>The first of the highest.</summary>
    private static void First(OnnxGraphWriter graph, string value) =>
        graph.AddAs("ArgMax", ClassName, [value], OnnxGraphWriter.Attribute("axis", 1), OnnxGraphWriter.Attribute("keepdims", 0));

    /// <summary>In fp64: 29 bits more than a score has, so that only values that differ by less than 2^-52 of them are told otherwise than exactly.</summary>
    private static void Affine(OnnxGraphWriter graph, AffineReadOut affine)
    {
        string exact = graph.Add("Cast", "class.score", [ScoresName], OnnxGraphWriter.Attribute("to", OnnxExport.DoubleType));
        string scaled = graph.Add("Mul", "class.scaled", [exact, graph.Constant(ExportedTensor.Of("class.scale", affine.Scale, affine.Scale.Length))]);
        First(graph, graph.Add("Add", "class.value", [scaled, graph.Constant(ExportedTensor.Of("class.offset", affine.Offset, affine.Offset.Length))]));
    }

    /// <summary>The largest number of a class that fires, and 0 for every other.</summary>
    private static void HighestSet(OnnxGraphWriter graph, HighestSetReadOut highest)
    {
        int classes = highest.Thresholds.Length;
        (float[] limits, bool[] inverted) = OnnxThresholds.Of(highest.Thresholds);
        string fires = OnnxThresholds.Add(graph, "class", ScoresName, limits, inverted, [classes]);
        long[] numbers = [.. Enumerable.Range(0, classes)];
        string number = graph.Add(
            "Where",
            "class.fired",
            [fires, graph.Constant(ExportedTensor.Of("class.number", numbers, classes)), graph.Constant(ExportedTensor.Of("class.none", (long[])[0]))]);
        graph.AddAs("ReduceMax", ClassName, [number], OnnxGraphWriter.Attribute("axes", (long[])[1]), OnnxGraphWriter.Attribute("keepdims", 0));
    }
}
