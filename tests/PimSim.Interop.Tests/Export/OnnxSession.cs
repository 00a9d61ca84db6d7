using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PimSim.Bnn;

namespace PimSim.Interop.Tests;

/// <summary>An exported network in ONNX Runtime, on one thread.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InputEncoding input;
    private readonly InferenceSession session;

    public OnnxSession(BnnNetwork network)
    {
        input = network.Input;
        using SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        session = new InferenceSession(OnnxExport.Model(network).ToByteArray(), options);
    }

    /// <summary>Scores and classes of images, one after the other.</summary>
    public (float[] Scores, long[] Classes) Run(byte[] pixels)
    {
        int images = pixels.Length / (input.Height * input.Width * input.Channels);
        var tensor = new DenseTensor<byte>(pixels, [images, input.Height, input.Width, input.Channels]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("pixels", tensor)], ["scores", "class"]);
        return ([.. results[0].AsEnumerable<float>()], [.. results[1].AsEnumerable<long>()]);
    }

    public void Dispose() => session.Dispose();
}
