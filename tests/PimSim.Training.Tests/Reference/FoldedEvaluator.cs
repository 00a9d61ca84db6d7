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
        private readonly InputEncoding _input;
        private readonly List<Layer> _layers = [];
        private readonly RealDense _dense;

        public FoldedNetwork(BnnNetwork network)
        {
            _input = network.Input;
            (int height, int width, int channels) = (_input.Height, _input.Width, _input.Channels);
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
                        _layers.Add(layer);
                        (height, width, channels) = (layer.Height, layer.Width, convolution!.OutChannels);
                        break;
                    default:
                        break;
                }
            }

            _dense = new RealDense(dense.Outputs, height * width * channels, ((RealWeights)dense.Weights).Values, dense.Bias);
        }

        public int Predict(ReadOnlySpan<byte> pixels)
        {
            float[] values = new float[pixels.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = _input.Encode(pixels[i], i % _input.Channels);
            }

            foreach (Layer layer in _layers)
            {
                values = layer.Run(values);
            }

            float[] scores = new float[_dense.Outputs];
            _dense.Forward(values, scores);
            return Array.IndexOf(scores, scores.Max());
        }
    }

    private sealed class Layer
    {
        private readonly RealConvolution _convolution;
        private readonly int _pool;
        private readonly DotThreshold[]? _dots;
        private readonly RealThreshold[]? _reals;

        public Layer(ConvolutionNode node, int pool, BatchNormNode norm, int height, int width, int channels)
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
            _pool = pool;
            Height = shape.OutHeight / pool;
            Width = shape.OutWidth / pool;
            _convolution = new RealConvolution(shape, shape.OutHeight, shape.OutWidth);
            if (node.Weights is ClippedWeights clipped)
            {
                float alpha = RealReduction.MeanAbsClipped(clipped.Values, node.OutChannels, clipped.Lower, clipped.Upper);
                _dots = ThresholdFolding.FoldDots(norm, alpha, node.OutChannels, shape.Depth);
                _convolution.SetWeights(Array.ConvertAll(clipped.Values, w => Math.Clamp(w, clipped.Lower, clipped.Upper) >= 0f ? 1f : -1f));
            }
            else
            {
                _reals = ThresholdFolding.FoldReals(norm, node.OutChannels);
                _convolution.SetWeights(((RealWeights)node.Weights).Values);
            }
        }

        public int Height { get; }

        public int Width { get; }

        public float[] Run(float[] image)
        {
            RealConvolutionShape shape = _convolution.Shape;
            float[] products = new float[_convolution.OutputLength];
            _convolution.Forward(image, products, new float[shape.PaddedLength]);
            float[] signs = new float[Height * Width * shape.OutChannels];
            for (int i = 0; i < signs.Length; i++)
            {
                int c = i % shape.OutChannels;
                int x = i / shape.OutChannels % Width;
                int y = i / shape.OutChannels / Width;
                float largest = float.NegativeInfinity;
                for (int w = 0; w < _pool * _pool; w++)
                {
                    int at = ((((y * _pool) + (w / _pool)) * shape.OutWidth) + (x * _pool) + (w % _pool)) * shape.OutChannels;
                    largest = Math.Max(largest, products[at + c]);
                }

                bool positive = _dots is null ? _reals![c].Fires(largest) : _dots[c].Fires((int)largest);
                signs[i] = positive ? 1f : -1f;
            }

            return signs;
        }
    }
}
