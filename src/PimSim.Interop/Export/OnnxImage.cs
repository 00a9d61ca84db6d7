using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>From 8-bit pixels to what the first layer takes: a table with an entry a pixel value, so that nothing is rounded again.</summary>
internal static class OnnxImage
{
    /// <summary>The graph's input, bytes [N, height, width, channels].</summary>
    public const string InputName = "pixels";

    /// <summary>Adds input and table; returns the encoded images, channels last.</summary>
    public static string Add(OnnxGraphWriter graph, InputEncoding input)
    {
        graph.AddByteInput(InputName, input.Height, input.Width, input.Channels);
        float[] table = [.. Enumerable.Range(0, input.Channels).SelectMany(input.Table)];
        string index = graph.Add("Cast", "pixels.index", [InputName], OnnxGraphWriter.Attribute("to", OnnxExport.Int32Type));
        if (input.Channels > 1)
        {
            int[] starts = [.. Enumerable.Range(0, input.Channels).Select(c => c * PixelLevels.Count)];
            index = graph.Add("Add", "pixels.entry", [index, graph.Constant(ExportedTensor.Of("pixels.start", starts, starts.Length))]);
        }

        return graph.Add("Gather", "pixels.encoded", [graph.Constant(ExportedTensor.Of("pixels.table", table, table.Length)), index], OnnxGraphWriter.Attribute("axis", 0));
    }
}
