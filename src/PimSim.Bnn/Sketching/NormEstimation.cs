using PimSim.Bits;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Bnn;

/// <summary>
/// Mean and variance (biased) of what the batch norms behind sketched layers take, over images, layer by layer: each with those before it
/// renewed. The sketched weights enter as the real sums of their bases. Sums are in double, in the order of images and positions.
/// </summary>
internal static class NormEstimation
{
    /// <summary>The renewed batch norms, by name.</summary>
    /// <exception cref="UserErrorException">PIM1183: the network is no chain of layers with real weights up to the last sketched one, or its convolutions have groups; those of <see cref="DataSetImages"/>.</exception>
    public static IReadOnlyDictionary<string, BatchNormNode> Run(
        BnnNetwork network, NetworkPlan plan, IReadOnlyDictionary<string, WeightSketch> sketches, ImageDataSet images, CancellationToken cancellationToken)
    {
        LayerPlan[] blocks = Blocks(network, plan, sketches);
        var source = new DataSetImages(network, images);
        var renewed = new Dictionary<string, BatchNormNode>(StringComparer.Ordinal);
        sbyte[][] signs = [];
        for (int b = 0; b < blocks.Length; b++)
        {
            bool isSketched = sketches.TryGetValue(blocks[b].Name, out WeightSketch? sketch);
            var block = new RealBlock(blocks[b], isSketched ? sketch!.Sum() : ((RealWeights)blocks[b].Weights).Values);
            float[] image = new float[blocks[b].Input.Count];
            sbyte[][] before = signs;
            void Read(int i)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (before.Length == 0)
                {
                    source.Read(i, image);
                    return;
                }

                for (int k = 0; k < image.Length; k++)
                {
                    image[k] = before[i][k];
                }
            }

            if (isSketched)
            {
                block.Norm = Moments(block, images.Count, image, Read);
                renewed.Add(block.Norm.Name, block.Norm);
            }

            signs = new sbyte[b == blocks.Length - 1 ? 0 : images.Count][];
            for (int i = 0; i < signs.Length; i++)
            {
                Read(i);
                signs[i] = block.Signs(image);
            }
        }

        return renewed;
    }

    private static LayerPlan[] Blocks(BnnNetwork network, NetworkPlan plan, IReadOnlyDictionary<string, WeightSketch> sketches)
    {
        LayerPlan[] chain = [.. plan.Chain(network.Name)];
        LayerPlan[] blocks = chain[..(Array.FindLastIndex(chain, b => sketches.ContainsKey(b.Name)) + 1)];
        LayerPlan? wrong = Array.Find(blocks, b => b.IsBinary || b.Norm is null || !b.HasSign || b.Dense?.Bias is not null || b.Convolution is { Groups: > 1 });
        return wrong is null
            ? blocks
            : throw new UserErrorException(
                "PIM1183",
                $"batch norms of network '{network.Name}' cannot be estimated anew: layer '{wrong.Name}' is not one of real weights without groups and bias, then batch norm and sign",
                remedy: "leave --reestimate-norm out");
    }

    private static BatchNormNode Moments(RealBlock block, int images, float[] image, Action<int> read)
    {
        int channels = block.Norm.Gamma.Length;
        double[] sums = new double[channels];
        double[] squares = new double[channels];
        long count = 0;
        for (int i = 0; i < images; i++)
        {
            read(i);
            ReadOnlySpan<float> values = block.BeforeNorm(image);
            count += values.Length / channels;
            for (int k = 0; k < values.Length; k++)
            {
                sums[k % channels] += values[k];
                squares[k % channels] += (double)values[k] * values[k];
            }
        }

        double[] means = Array.ConvertAll(sums, s => s / count);
        return block.Norm with
        {
            Mean = Array.ConvertAll(means, m => (float)m),
            Variance = [.. squares.Select((s, c) => (float)Math.Max((s / count) - (means[c] * means[c]), 0))],
        };
    }

    /// <summary>A convolution or dense layer in fp32, pool, batch norm and sign.</summary>
    private sealed class RealBlock
    {
        private readonly LayerPlan plan;
        private readonly RealConvolution convolution;
        private readonly float[] results;
        private readonly float[] scratch;
        private RealThreshold[]? limits;

        public RealBlock(LayerPlan plan, float[] weights)
        {
            this.plan = plan;
            Norm = plan.Norm!;
            ConvolutionNode? c = plan.Convolution;
            var shape = new RealConvolutionShape
            {
                Height = plan.Input.Height,
                Width = plan.Input.Width,
                InChannels = plan.Input.Channels,
                OutChannels = plan.Channels,
                KernelHeight = c?.KernelHeight ?? plan.Input.Height,
                KernelWidth = c?.KernelWidth ?? plan.Input.Width,
                Stride = c?.Stride ?? 1,
                Padding = c?.Padding ?? 0,
                PaddingValue = c?.PaddingValue switch { PaddingValue.PlusOne => 1f, PaddingValue.MinusOne => -1f, _ => 0f },
            };
            convolution = new RealConvolution(shape, weights);
            results = new float[convolution.OutputLength];
            scratch = new float[shape.PaddedLength];
        }

        public BatchNormNode Norm { get; set; }

        /// <summary>What the batch norm takes of an image.</summary>
        public float[] BeforeNorm(float[] image)
        {
            convolution.Forward(image, results, scratch);
            return this.plan.PoolPosition == PoolPosition.BeforeNorm ? NaivePooling.Max(results, this.plan.LayerOutput, this.plan.Pool, this.plan.Output) : results;
        }

        public sbyte[] Signs(float[] image)
        {
            float[] values = BeforeNorm(image);
            limits ??= ThresholdFolding.FoldReals(Norm, this.plan.Channels);
            sbyte[] signs = new sbyte[values.Length];
            for (int i = 0; i < signs.Length; i++)
            {
                signs[i] = (sbyte)(limits[i % limits.Length].Fires(values[i]) ? 1 : -1);
            }

            return this.plan.PoolPosition == PoolPosition.BeforeNorm ? signs : NaivePooling.Max(signs, this.plan.LayerOutput, this.plan.Pool, this.plan.Output);
        }
    }
}
