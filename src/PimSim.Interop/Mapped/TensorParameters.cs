using PimSim.Data;

namespace PimSim.Interop;

/// <summary>Parameters from named tensors.</summary>
/// <param name="archive">The tensors.</param>
internal sealed class TensorParameters(TensorArchive archive) : IMapParameters
{
    public int PaddedInputs => 0;

    public MappedWeights Dense(MapDense item, MapShape input)
    {
        TensorWeights weights = new(archive.Require(item.Weights.Tensor), item.Weights, item.Place, (int)input.Count);
        return weights.Read(item.InputOrder == InputOrder.Chw ? FromChannelsFirst(input) : null, Scales(item.Weights, weights.Outputs, item.Place));
    }

    public (MappedWeights Weights, int KernelHeight, int KernelWidth) Convolution(MapConvolution item, int channels)
    {
        TensorWeights weights = new(archive.Require(item.Weights.Tensor), item.Weights, item.Place, channels);
        return (weights.Read(sourceInput: null, Scales(item.Weights, weights.Outputs, item.Place)), weights.KernelHeight, weights.KernelWidth);
    }

    public (long[] Values, int OfOutput) Thresholds(MapThresholds item, int outputs)
    {
        NamedTensor tensor = archive.Require(item.Tensor);
        bool isRight = tensor.Shape.Count is 1 or 2 && tensor.Shape[0] == outputs && tensor.Count > 0;
        return isRight
            ? (tensor.ToInt64s(), tensor.Count / outputs)
            : throw MapFault.Shape(item.Place, $"'{item.Name}': tensor '{tensor.Name}' has the shape {tensor.ShapeText}; [{outputs}] or [{outputs}, thresholds of an output] is needed", "name the tensor of the thresholds of the layer before");
    }

    public float[] Vector(string tensor, int channels, MapPlace place)
    {
        NamedTensor found = archive.Require(tensor);
        float[] values = found.Count == channels
            ? found.ToSingles()
            : throw MapFault.Shape(place, $"tensor '{tensor}' has {found.Count} elements for {channels} channels", "name a tensor of one number for each channel");
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw MapFault.Value(place, $"tensor '{tensor}' has an element that is not finite", "train or export the network again");
    }

    private float[]? Scales(MapWeights weights, int outputs, MapPlace place) => weights.Scale.Length == 0
        ? null
        : archive.Require(weights.Scale).Count == 1 ? [.. Enumerable.Repeat(Vector(weights.Scale, 1, place)[0], outputs)] : Vector(weights.Scale, outputs, place);

    /// <summary>For each input in the order height, width, channel: where a file with channels first has it.</summary>
    private static int[] FromChannelsFirst(MapShape shape)
    {
        int[] source = new int[shape.Count];
        int plane = shape.Height * shape.Width;
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = (i % shape.Channels * plane) + (i / shape.Channels);
        }

        return source;
    }
}
