namespace PimSim.Driver;

/// <summary>Sizes of a layer in bursts: bits packed, real numbers as fp32; each image and each layer's weights begin a burst.</summary>
/// <param name="Weights">Its weights.</param>
/// <param name="Input">Activations that one image brings.</param>
/// <param name="Output">Activations that it leaves.</param>
/// <param name="Working">The least that half of the cache must hold: the rows of input under a kernel, or the weights of a channel.</param>
internal sealed record LayerTraffic(long Weights, long Input, long Output, long Working)
{
    private const int RealBits = 32;

    /// <summary>Both activations of an image.</summary>
    public long Activations => Input + Output;

    /// <summary>Sizes of <paramref name="operation"/> in bursts of <paramref name="burstBytes"/>.</summary>
    public static LayerTraffic Of(LayerOperation operation, int burstBytes)
    {
        LayerShape s = operation.Shape;
        int weightBits = operation is BinaryOperation ? 1 : RealBits;
        int inputBits = operation is RealOperation { InputIsBits: false } ? RealBits : (operation as BinaryOperation)?.PlaneCount ?? 1;
        int outputBits = operation.OutputIsBits ? 1 : (operation as BinaryOperation)?.OutputPlanes?.Count ?? RealBits;
        long Bursts(long values, int bits) => ((values * bits) + (8L * burstBytes) - 1) / (8L * burstBytes);
        long row = (long)s.Width * s.Channels;
        return new LayerTraffic(
            Bursts((long)s.OutChannels * s.PatchElements, weightBits),
            Bursts(s.Height * row, inputBits),
            Bursts((long)s.OutChannels * s.Windows, outputBits),
            Math.Max(Bursts(Math.Min(s.KernelHeight, s.Height) * row, inputBits), Bursts(s.PatchElements, weightBits)));
    }
}
