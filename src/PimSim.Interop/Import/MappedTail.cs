using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>
/// Factors and terms that a layer's results have got on the way to their sign, as exact numbers: a bias, a factor for each output, a
/// batch norm.
/// </summary>
/// <param name="Layer">The layer, for messages.</param>
/// <param name="Bound">The largest magnitude of a whole number that the layer gives; 0 for a layer of real numbers.</param>
/// <param name="Scale">Factor of each output.</param>
/// <param name="Offset">Term of each output.</param>
internal sealed record MappedTail(MappedItem Layer, int Bound, Surd[] Scale, Surd[] Offset)
{
    /// <summary>After a batch norm.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1160: a variance that is not above 0.</exception>
    public MappedTail Apply(MappedBatchNorm norm)
    {
        Surd[] scale = new Surd[Scale.Length];
        Surd[] offset = new Surd[Scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            Rational variance = Rational.From(norm.Variance[c]) + Rational.From(norm.Epsilon);
            if (variance.Sign <= 0)
            {
                throw new PimSim.Core.UserErrorException(
                    "PIM1160", $"batch norm '{norm.Name}': variance + epsilon of channel {c} is not above 0", norm.Place.File, "train or export the network again", norm.Place.Line, norm.Place.Column);
            }

            Surd factor = Surd.From(norm.Gamma[c]) / Surd.Sqrt(variance);
            scale[c] = Scale[c] * factor;
            offset[c] = ((Offset[c] - Surd.From(norm.Mean[c])) * factor) + Surd.From(norm.Beta[c]);
        }

        return this with { Scale = scale, Offset = offset };
    }

    /// <summary>Thresholds on the layer's whole numbers: where the value is at least 0.</summary>
    public DotThreshold[] Thresholds()
    {
        LayerActivation results = Results();
        return [.. Enumerable.Range(0, Scale.Length).Select(c => ChannelSteps.Of(results, c, x => x.Sign >= 0 ? Surd.One : -Surd.One, most: 2)!.AtLeast(Surd.One))];
    }

    /// <summary>The class of the highest value.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1132: scores that doubles do not tell apart as exact numbers do.</exception>
    public ReadOut ReadOut() => Bound > 0 ? ReadOutImport.Of(Results(), Layer.Place.File) : ReadOutImport.OfReals(Results(), Layer.Place.File);

    private LayerActivation Results() => new()
    {
        Shape = [1, Scale.Length],
        Places = [.. Enumerable.Range(0, Scale.Length)],
        Image = new ImageShape(1, 1, Scale.Length),
        Node = 0,
        IsQuantized = false,
        Least = -Bound,
        Most = Bound,
        Step = 1,
        Scale = Scale,
        Offset = Offset,
    };
}
