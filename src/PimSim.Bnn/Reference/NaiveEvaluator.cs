namespace PimSim.Bnn;

/// <summary>
/// The reference back end in naive integers: runs a network image by image with plain loops and exactly folded
/// thresholds. It knows no device; device back ends are compared with it bit by bit.
/// </summary>
public sealed class NaiveEvaluator
{
    private readonly InputEncoding encoding;
    private readonly NetworkPlan plan;
    private readonly Dictionary<NetworkStep, NaiveBlock> blocks = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<NetworkStep, NaiveElementwise> others = new(ReferenceEqualityComparer.Instance);
    private readonly ReadOut readOut;

    /// <summary>Plans and folds a network.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">The network is wrong or not supported yet.</exception>
    public NaiveEvaluator(BnnNetwork network)
    {
        encoding = network.Input;
        readOut = network.ReadOut;
        this.plan = NetworkPlanner.PlanSteps(network);
        foreach (NetworkStep step in this.plan.Steps)
        {
            if (step is LayerStep layer)
            {
                blocks.Add(step, new NaiveBlock(layer.Plan));
            }
            else
            {
                others.Add(step, new NaiveElementwise((ElementwiseStep)step));
            }
        }
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
        var layers = new List<LayerTrace>();
        var values = new NaiveValue[this.plan.Values.Count];
        values[0] = new NaiveValue { Reals = image };
        foreach (NetworkStep step in this.plan.Steps)
        {
            if (step is LayerStep layer)
            {
                LayerTrace trace = blocks[step].Run(values[layer.Input].Signs, values[layer.Input].Reals);
                layers.Add(trace);
                values[layer.Output] = new NaiveValue
                {
                    Signs = trace.Signs,
                    Reals = trace.PooledReals ?? (trace.Levels is { } levels ? Array.ConvertAll(levels, l => (float)l) : null),
                    Dots = trace.PooledDots,
                };
                continue;
            }

            (float[]? numbers, sbyte[]? signs) = others[step].Run([.. step.Inputs.Select(v => values[v].Numbers())]);
            var made = (ElementwiseStep)step;
            if (made.Numbers is { } n)
            {
                values[n] = new NaiveValue { Reals = numbers };
            }

            if (made.Signs is { } s)
            {
                values[s] = new NaiveValue { Signs = signs };
            }
        }

        float[] scores = values[this.plan.Result].Numbers();
        return new NaiveResult
        {
            Layers = layers,
            Values = this.plan.Values
                .Select((value, i) => (value.Node, Numbers: values[i].Numbers()))
                .Where(v => v.Node is not null)
                .ToDictionary(v => v.Node!, v => v.Numbers, StringComparer.Ordinal),
            Scores = scores,
            Prediction = readOut.Classify(scores),
        };
    }
}
