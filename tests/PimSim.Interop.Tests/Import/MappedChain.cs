using PimSim.Core;

namespace PimSim.Interop.Tests;

/// <summary>A chain of mapped layers drawn from a seed: numbers are small multiples of powers of two, so that ties are common and doubles are exact.</summary>
internal sealed class MappedChain
{
    private const int Classes = 3;

    private readonly List<MappedItem> items = [];
    private PhiloxStream random;
    private int side = 4;
    private int channels = 2;
    private int count;

    private MappedChain(ulong seed)
    {
        random = new PhiloxStream(seed, 0);
    }

    /// <summary>Layers with several thresholds of an output, as W1A2 networks have them.</summary>
    public static MappedNetwork OfLevels(ulong seed)
    {
        MappedChain chain = new(seed);
        PixelEncoding pixels = chain.random.NextInt(2) == 0 ? new ThresholdPixels(128) : new FixedPointPixels(2, -1, 3);
        bool bits = pixels is ThresholdPixels;
        chain.Convolution(factors: false);
        chain.Levels(bits);
        chain.Pool(chain.random.NextInt(2));
        chain.Dense(5, factors: false);
        chain.Levels(bits: false);
        chain.Dense(Classes, factors: false);
        return chain.Network(pixels, ClassDecision.LargestSum);
    }

    /// <summary>Layers with factors and biases of their outputs, then batch norm and sign in every order with a pool.</summary>
    public static MappedNetwork OfFactors(ulong seed)
    {
        MappedChain chain = new(seed);
        PixelEncoding pixels = chain.random.NextInt(2) == 0 ? new ThresholdPixels(128) : new FixedPointPixels(2, -1, 3);
        chain.Convolution(factors: true);
        int pool = chain.random.NextInt(4);
        chain.Pool(pool == 1 ? 1 : 0);
        chain.Norm();
        chain.Pool(pool == 2 ? 1 : 0);
        chain.Sign();
        chain.Pool(pool == 3 ? 1 : 0);
        chain.Dense(Classes, factors: true);
        bool highest = chain.random.NextInt(3) == 0;
        chain.Norm();
        if (highest)
        {
            chain.Sign();
        }

        return chain.Network(pixels, highest ? ClassDecision.HighestFiring : ClassDecision.LargestSum);
    }

    private MappedNetwork Network(PixelEncoding pixels, ClassDecision decision) => new("chain", new MapInput(4, 4, 2, pixels), Classes, [], decision, items);

    private string Name() => $"item{count++}";

    private MapPlace Place() => new("chain.yaml", count, 1);

    private void Convolution(bool factors)
    {
        int outputs = 1 + random.NextInt(4);
        items.Add(new MappedConvolution(Name(), Place(), Weights(outputs, 4 * channels, factors), factors ? Bias(outputs) : null, 2, 2, 1, 0, BorderValue.Zero, 1));
        (channels, side) = (outputs, side - 1);
    }

    private void Dense(int outputs, bool factors)
    {
        items.Add(new MappedDense(Name(), Place(), Weights(outputs, side * side * channels, factors), factors ? Bias(outputs) : null));
        (channels, side) = (outputs, 1);
    }

    private void Levels(bool bits)
    {
        int several = 2 + random.NextInt(3);
        bool popcount = bits && random.NextInt(2) == 0;
        int factor = 1 + random.NextInt(2);
        long[] values = [.. Enumerable.Range(0, channels * several).Select(_ => (long)random.NextInt(17) - (popcount ? 0 : 8))];
        items.Add(new MappedThresholds(
            Name(),
            Place(),
            values,
            several,
            random.NextInt(2) == 0 ? ThresholdComparison.Greater : ThresholdComparison.GreaterOrEqual,
            popcount ? ThresholdDomain.Popcount : ThresholdDomain.Dot,
            factor,
            FanIn: items[^1] is MappedConvolution c ? c.Weights.Columns : ((MappedDense)items[^1]).Weights.Columns,
            Padding: bits && !popcount ? random.NextInt(3) : 0,
            Offset: random.NextInt(4) - 2));
    }

    private void Pool(int present)
    {
        if (present > 0)
        {
            items.Add(new MappedMaxPool(Name(), Place(), 2, 1));
            side--;
        }
    }

    private void Norm()
    {
        if (random.NextInt(2) == 0)
        {
            float[] variance = [.. Enumerable.Range(0, channels).Select(_ => random.NextInt(2) == 0 ? 3.75f : 0)];
            items.Add(new MappedBatchNorm(Name(), Place(), Numbers(), Numbers(), Numbers(), variance, 0.25f));
        }
    }

    private void Sign() => items.Add(new MappedSign(Name(), Place()));

    private MappedWeights Weights(int outputs, int columns, bool factors)
    {
        SignMatrix signs = new(outputs, columns);
        for (int i = 0; i < outputs * columns; i++)
        {
            signs[i / columns, i % columns] = random.NextInt(2) == 0;
        }

        float[]? scales = !factors || random.NextInt(4) == 0 ? null : [.. Enumerable.Range(0, outputs).Select(_ => (random.NextInt(9) - 4) / 4f)];
        return new MappedWeights(outputs, columns, signs, Reals: null, scales);
    }

    private float[]? Bias(int outputs) => random.NextInt(3) == 0 ? null : [.. Enumerable.Range(0, outputs).Select(_ => (random.NextInt(13) - 6) / 2f)];

    private float[] Numbers() => [.. Enumerable.Range(0, channels).Select(_ => (random.NextInt(13) - 6) / 2f)];
}
