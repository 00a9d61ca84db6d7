namespace PimSim.Bnn;

/// <summary>
/// The reference back end in naive integers: runs a network image by image with plain loops and exactly folded
/// thresholds. It knows no device; device back ends are compared with it bit by bit.
/// </summary>
public sealed class NaiveEvaluator
{
    private readonly InputEncoding encoding;
    private readonly NaiveBlock[] blocks;
    private readonly ReadOut readOut;

    /// <summary>Plans and folds a network.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">The network is wrong or not supported yet.</exception>
    public NaiveEvaluator(BnnNetwork network)
    {
        encoding = network.Input;
        readOut = network.ReadOut;
        blocks = [.. NetworkPlanner.Plan(network).Select(plan => new NaiveBlock(plan))];
    }

    /// <summary>Evaluates one image of 8-bit pixels, height x width x channels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The image has another size.</exception>
    public NaiveResult Run(ReadOnlySpan<byte> pixels)
    {
        int channels = encoding.Channels;
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, encoding.Height * encoding.Width * channels);
        float[] image = new float[pixels.Length];
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = encoding.Encode(pixels[i], i % channels);
        }

        return Run(image);
    }

    /// <summary>Evaluates one image of encoded inputs, height x width x channels.</summary>
    public NaiveResult Run(float[] image)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(image.Length, encoding.Height * encoding.Width * encoding.Channels);
        var layers = new LayerTrace[blocks.Length];
        (sbyte[]? signs, float[]? reals) = ((sbyte[]?)null, (float[]?)image);
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = blocks[i].Run(signs, reals);
            (signs, reals) = (layers[i].Signs, layers[i].PooledReals ?? (layers[i].Levels is { } levels ? Array.ConvertAll(levels, l => (float)l) : null));
        }

        float[] scores = reals ?? (signs is null
            ? Array.ConvertAll(layers[^1].PooledDots!, d => (float)d)
            : Array.ConvertAll(signs, s => (float)s));
        return new NaiveResult { Layers = layers, Scores = scores, Prediction = readOut.Classify(scores) };
    }
}
