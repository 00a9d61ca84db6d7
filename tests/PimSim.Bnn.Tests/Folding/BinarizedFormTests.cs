using PimSim.Core;

namespace PimSim.Bnn.Tests;

public sealed class BinarizedFormTests
{
    [Fact]
    public void Only_clipped_weights_change()
    {
        BnnNetwork small = Samples.Small();
        BnnNetwork binarized = BinarizedForm.From(small);

        for (int i = 0; i < small.Nodes.Count; i++)
        {
            if (small.Nodes[i] is ConvolutionNode { Weights: ClippedWeights } convolution)
            {
                BinarizedWeights expected = BinarizedForm.Binarize((ClippedWeights)convolution.Weights, convolution.OutChannels, "binary");
                BinarizedWeights actual = Assert.IsType<BinarizedWeights>(((ConvolutionNode)binarized.Nodes[i]).Weights);
                Assert.Equal(expected.Bits, actual.Bits);
                Assert.Equal(expected.Scale, actual.Scale);
            }
            else
            {
                Assert.Same(small.Nodes[i], binarized.Nodes[i]);
            }
        }

        Assert.DoesNotContain(binarized.Nodes, n => n is ConvolutionNode { Weights: ClippedWeights });
    }

    [Fact]
    public void A_scale_that_overflows_is_refused()
    {
        var weights = new ClippedWeights([float.MaxValue, float.MaxValue], float.MinValue, float.MaxValue);
        UserErrorException fault = Assert.Throws<UserErrorException>(() => BinarizedForm.Binarize(weights, 2, "layer7"));
        Assert.Equal("PIM0415", fault.Diagnostics[0].Code);
        Assert.Contains("layer7", fault.Message, StringComparison.Ordinal);
    }
}
