using PimSim.Bnn.Tests.Independent;
using PimSim.Data;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>The shipped network on all test images: device, naive evaluator and independent evaluator.</summary>
[Trait("Category", "Slow")]
public sealed class DefaultNetworkTests
{
    private static readonly BnnNetwork Network = NetworkCatalog.Shipped.Resolve(null);
    private static readonly ImageDataSet Test = EmbeddedData.FashionMnist(DataSplit.Test);

    [Fact]
    public void DevicesPredictWhatTheNaiveEvaluatorSays()
    {
        byte[] expected = new byte[Test.Count];
        var naive = new NaiveEvaluator(Network);
        Parallel.For(0, expected.Length, i => expected[i] = (byte)naive.Run(Test.Image(i)).Prediction);
        foreach (DeviceModel device in DeviceCatalog.Names.Select(n => DeviceModelLoader.Load(n, [])).Where(m => m.Unit is { SimdFormat: NumberFormat.Fp32 }))
        {
            var run = new DeviceRun(Network, device, reference: false);
            Assert.Equal(expected, run.Driver.Predict(new DataSetImages(Network, Test), 2, CancellationToken.None));
        }

        int correct = expected.Zip(Test.Labels).Count(p => p.First == p.Second);
        Assert.True(correct >= 9_020, $"{correct} of {expected.Length} right");
    }

    [Fact]
    public void TheIndependentEvaluatorAgreesOnTheFirstThousand()
    {
        ImageDataSet images = Test.Take(1000);
        var independent = new IndependentEvaluator(Network, exactSums: false);
        byte[] expected = new byte[images.Count];
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = (byte)independent.Predict(images.Image(i));
        }

        var run = new DeviceRun(Network, DeviceModelLoader.Load("hbm2-2000-pim", []), reference: false);
        Assert.Equal(expected, run.Driver.Predict(new DataSetImages(Network, images), 2, CancellationToken.None));
    }
}
