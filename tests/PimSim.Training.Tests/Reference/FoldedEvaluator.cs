using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training.Tests;

/// <summary>
/// Runs a trained network with folded thresholds: fp32 products (exact for binary layers), then integer or fp32
/// comparison. Fast enough for ten thousand images.
/// </summary>
internal sealed class FoldedEvaluator : INetworkEvaluator
{
    public void Check(BnnNetwork network) => _ = new FoldedNetwork(network);

    public int CountCorrect(BnnNetwork network, ImageDataSet images, int threads, CancellationToken cancellationToken)
    {
        int correct = 0;
        FoldedNetwork folded = new(network);
        Parallel.For(
            0,
            threads,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken },
            worker =>
            {
                int mine = 0;
                for (int i = worker; i < images.Count; i += threads)
                {
                    mine += folded.Predict(images.Image(i)) == images.Labels[i] ? 1 : 0;
                }

                Interlocked.Add(ref correct, mine);
            });
        return correct;
    }

    private sealed class FoldedNetwork
    {
        private readonly InputEncoding input;
        private readonly List<Layer> layers = [];
        private readonly RealDense dense;

        public FoldedNetwork(BnnNetwork network)
        {
            input = network.Input;
            (int height, int width, int channels) = (input.Height, input.Width, input.Channels);
            ConvolutionNode? convolution = null;
            int pool = 1;
            DenseNode dense = (DenseNode)network.Nodes[^1];
            foreach (NetworkNode node in network.Nodes)
            {
                switch (node)
                {
                    case ConvolutionNode c:
                        (convolution, pool) = (c, 1);
                        break;
                    case MaxPoolNode p:
                        pool = p.Size;
                        break;
                    case BatchNormNode norm:
                        Layer layer = new(convolution!, pool, norm, height, width, channels);
                        layers.Add(layer);
                        (height, width, channels) = (layer.Height, layer.Width, convolution!.OutChannels);
                        break;
                    case ThresholdNode given:
                        Layer folded = new(convolution!, pool, given, height, width, channels);
                        layers.Add(folded);
                        (height, width, channels) = (folded.Height, folded.Width, convolution!.OutChannels);
                        break;
                    default:
                        break;
                }
            }

            this.dense = new RealDense(dense.Outputs, height * width * channels, ((RealWeights)dense.Weights).Values, dense.Bias);
        }

        public int Predict(ReadOnlySpan<byte> pixels)
        {
            float[] values = new float[pixels.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = input.Encode(pixels[i], i % input.Channels);
            }

            foreach (Layer layer in layers)
            {
                values = layer.Run(values);
            }

            float[] scores = new float[this.dense.Outputs];
            this.dense.Forward(values, scores);
            return Array.IndexOf(scores, scores.Max());
        }
    }

    private sealed class Layer
    {
        private readonly RealConvolution convolution;
        private readonly int pool;
        private readonly DotThreshold[]? dots;
        private readonly RealThreshold[]? reals;

        public Layer(ConvolutionNode node, int pool, NetworkNode after, int height, int width, int channels)
        {
            RealConvolutionShape shape = new()
            {
                Height = height,
                Width = width,
                InChannels = channels,
                OutChannels = node.OutChannels,
                KernelHeight = node.KernelHeight,
                KernelWidth = node.KernelWidth,
                Stride = node.Stride,
                Padding = node.Padding,
                PaddingValue = node.PaddingValue == PaddingValue.Zero ? 0f : node.PaddingValue == PaddingValue.PlusOne ? 1f : -1f,
            };
            this.pool = pool;
            Height = shape.OutHeight / pool;
            Width = shape.OutWidth / pool;
            this.convolution = new RealConvolution(shape, shape.OutHeight, shape.OutWidth);
            if (node.Weights is ClippedWeights clipped)
            {
                float alpha = RealReduction.MeanAbsClipped(clipped.Values, node.OutChannels, clipped.Lower, clipped.Upper);
                dots = ThresholdFolding.FoldDots((BatchNormNode)after, alpha, node.OutChannels, shape.Depth);
                this.convolution.SetWeights(Array.ConvertAll(clipped.Values, w => Math.Clamp(w, clipped.Lower, clipped.Upper) >= 0f ? 1f : -1f));
            }
            else if (node.Weights is BinarizedWeights signs)
            {
                dots = after is ThresholdNode given ? given.Thresholds : ThresholdFolding.FoldDots((BatchNormNode)after, signs.Scale, node.OutChannels, shape.Depth);
                this.convolution.SetWeights([.. Enumerable.Range(0, signs.Count).Select(i => (signs.Bits[i / 64] >> (i % 64) & 1) == 0 ? 1f : -1f)]);
            }
            else
            {
                reals = ThresholdFolding.FoldReals((BatchNormNode)after, node.OutChannels);
                this.convolution.SetWeights(((RealWeights)node.Weights).Values);
            }
        }

        public int Height { get; }

        public int Width { get; }

        public float[] Run(float[] image)
        {
            RealConvolutionShape shape = this.convolution.Shape;
            float[] products = new float[this.convolution.OutputLength];
            this.convolution.Forward(image, products, new float[shape.PaddedLength]);
            float[] signs = new float[Height * Width * shape.OutChannels];
            for (int i = 0; i < signs.Length; i++)
            {
                int c = i % shape.OutChannels;
                int x = i / shape.OutChannels % Width;
                int y = i / shape.OutChannels / Width;
                float largest = float.NegativeInfinity;
                for (int w = 0; w < this.pool * this.pool; w++)
                {
                    int at = ((((y * this.pool) + (w / this.pool)) * shape.OutWidth) + (x * this.pool) + (w % this.pool)) * shape.OutChannels;
                    largest = Math.Max(largest, products[at + c]);
                }

                bool positive = dots is null ? reals![c].Fires(largest) : dots[c].Fires((int)largest);
                signs[i] = positive ? 1f : -1f;
            }

            return signs;
        }
    }
}
