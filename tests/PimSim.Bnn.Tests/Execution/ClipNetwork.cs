using PimSim.Core;

namespace PimSim.Bnn.Tests;

/// <summary>Networks whose binary layers are stored as kind (a): groups, tails, several tiles on <see cref="SmallDevice"/>.</summary>
internal static class ClipNetwork
{
    public static BnnNetwork Make(ulong seed, float lower = -0.5f, float upper = 0.4f)
    {
        var random = new PhiloxStream(seed, 3);
        int groups = 1 + random.NextInt(2);
        int first = groups * (1 + random.NextInt(4));
        int second = groups * (10 + random.NextInt(26));
        int outputs = 2 + random.NextInt(10);
        int kernel = 2 + random.NextInt(2);
        int padding = random.NextInt(2);
        int side = 6 + (2 * padding) - kernel;
        var padded = (PaddingValue)random.NextInt(3);
        return Samples.Chain(
            6,
            6,
            1,
            Convolution("real", BnnNetwork.InputName, first, 2, 0, PaddingValue.Zero, 1, new RealWeights(Values(first * 4))),
            new SignNode { Name = "sign", Inputs = ["real"] },
            Convolution("clip", "sign", second, kernel, padding, padded, groups, new ClippedWeights(Values(second * kernel * kernel * first / groups), lower, upper)),
            Norm("norm", "clip", second),
            new SignNode { Name = "sign2", Inputs = ["norm"] },
            new DenseNode { Name = "hidden", Inputs = ["sign2"], Outputs = outputs, Weights = new ClippedWeights(Values(outputs * side * side * second), lower, upper) },
            Norm("norm2", "hidden", outputs),
            new SignNode { Name = "sign3", Inputs = ["norm2"] },
            new DenseNode { Name = "out", Inputs = ["sign3"], Outputs = 3, Weights = new RealWeights(Values(outputs * 3)), Bias = Values(3) });

        BatchNormNode Norm(string name, string input, int channels) => new()
        {
            Name = name,
            Inputs = [input],
            Gamma = Values(channels),
            Beta = Values(channels),
            Mean = Values(channels),
            Variance = [.. Values(channels).Select(v => v * v)],
            Epsilon = 1e-5f,
        };

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

    /// <summary>The network with the clip thresholds of the layers of the given names changed.</summary>
    public static BnnNetwork Change(BnnNetwork network, Func<ClippedWeights, ClippedWeights> change, params string[] names) => new()
    {
        Name = network.Name,
        Input = network.Input,
        Classes = network.Classes,
        Nodes = [.. network.Nodes.Select(n => !names.Contains(n.Name) ? n : n switch
        {
            ConvolutionNode c => c with { Weights = change((ClippedWeights)c.Weights) },
            DenseNode d => d with { Weights = change((ClippedWeights)d.Weights) },
            _ => throw new InvalidOperationException(n.Name),
        })],
    };

    private static ConvolutionNode Convolution(
        string name, string input, int channels, int kernel, int padding, PaddingValue padded, int groups, WeightSet weights) => new()
        {
            Name = name,
            Inputs = [input],
            OutChannels = channels,
            KernelHeight = kernel,
            KernelWidth = kernel,
            Stride = 1,
            Padding = padding,
            PaddingValue = padded,
            Groups = groups,
            Weights = weights,
        };
}
