using PimSim.Core;

namespace PimSim.Bnn.Tests;

/// <summary>A network of the shape of the reference experiment (training.md section 5), with random parameters.</summary>
internal static class DefaultShape
{
    public static BnnNetwork Make(ulong seed)
    {
        var random = new PhiloxStream(seed, 2);
        var nodes = new List<NetworkNode>();
        Block(1, 32, real: true);
        Block(32, 64, real: false);
        Block(64, 128, real: false);
        nodes.Add(new DenseNode { Name = "fc", Inputs = [nodes[^1].Name], Outputs = 10, Weights = new RealWeights(Values(1152 * 10)), Bias = Values(10) });
        return new BnnNetwork
        {
            Name = "default shape",
            Input = new InputEncoding { Height = 28, Width = 28, Channels = 1, Mean = [0.2860], Deviation = [0.3530] },
            Classes = [.. Enumerable.Range(0, 10).Select(i => $"class {i}")],
            Nodes = nodes,
        };

        void Block(int from, int to, bool real)
        {
            float[] weights = Values(to * 9 * from);
            Add(to, "conv", (name, inputs) => new ConvolutionNode
            {
                Name = name,
                Inputs = inputs,
                OutChannels = to,
                KernelHeight = 3,
                KernelWidth = 3,
                Stride = 1,
                Padding = 1,
                PaddingValue = PaddingValue.Zero,
                Groups = 1,
                Weights = real ? new RealWeights(weights) : new ClippedWeights(weights, -0.8f, 0.7f),
            });
            Add(to, "pool", (name, inputs) => new MaxPoolNode { Name = name, Inputs = inputs, Size = 2, Stride = 2 });
            Add(to, "norm", (name, inputs) => new BatchNormNode
            {
                Name = name,
                Inputs = inputs,
                Gamma = Values(to),
                Beta = Values(to),
                Mean = Values(to),
                Variance = Array.ConvertAll(Values(to), MathF.Abs),
                Epsilon = 1e-5f,
            });
            Add(to, "sign", (name, inputs) => new SignNode { Name = name, Inputs = inputs });
        }

        void Add(int channels, string kind, Func<string, string[], NetworkNode> make) =>
            nodes.Add(make($"{kind}{channels}", [nodes.Count == 0 ? BnnNetwork.InputName : nodes[^1].Name]));

        float[] Values(int count)
        {
            float[] values = new float[count];
            for (int i = 0; i < count; i++)
            {
                values[i] = (random.NextSingle() * 2f) - 1f;
            }

            return values;
        }
    }
}
