namespace PimSim.Bnn.Tests.Independent;

/// <summary>Batch norm of a whole tensor; decisions are made once for each value of a dot product, or by the edge over floats.</summary>
internal sealed class IndependentNorm
{
    private readonly BatchNormNode parameters;
    private readonly ExactNorm[] channels;
    private readonly Dictionary<(int Channel, int Dot), bool> byDot = [];
    private readonly (float Edge, bool Above)?[] edges;

    public IndependentNorm(BatchNormNode node)
    {
        parameters = node;
        channels = [.. Enumerable.Range(0, node.Gamma.Length).Select(c => ExactNorm.Of(node, c))];
        edges = new (float, bool)?[channels.Length];
    }

    public NodeValue Run(NodeValue input)
    {
        float[] numbers = input.Dots is null ? IndependentArithmetic.Numbers(input) : [];
        bool[] result = new bool[input.Height * input.Width * input.Channels];
        for (int i = 0; i < result.Length; i++)
        {
            int channel = i % input.Channels;
            result[i] = input.Dots is { } dots ? OfDot(channel, dots[i], input.Scale) : OfReal(channel, numbers[i]);
        }

        return new NodeValue(input.Height, input.Width, input.Channels) { AtLeastZero = result, Reals = IndependentArithmetic.Normalize(parameters, input) };
    }

    private bool OfDot(int channel, int dot, float scale)
    {
        if (!byDot.TryGetValue((channel, dot), out bool decision))
        {
            decision = channels[channel].IsAtLeastZero(Fraction.Of(scale) * dot);
            byDot.Add((channel, dot), decision);
        }

        return decision;
    }

    private bool OfReal(int channel, float value)
    {
        (float edge, bool above) = edges[channel] ??= channels[channel].OverFloats();
        return value >= edge ? above : !above;
    }
}
