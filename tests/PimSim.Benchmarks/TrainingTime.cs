using System.Diagnostics;
using System.Globalization;
using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Data;
using PimSim.Training;

namespace PimSim.Benchmarks;

/// <summary>
/// Time per epoch of training <c>bcnn-s</c>, without evaluation, and its ratio to an fp32 matrix product 1024^3 of one
/// thread measured in the same run, so that machines compare.
/// </summary>
internal static class TrainingTime
{
    private const int Side = 1024;
    private const int WarmUpImages = 3840;
    private const double EpochImages = 60_000.0;

    /// <summary>Measures with the first <paramref name="count"/> images of a data set; prints seconds for 60,000.</summary>
    public static void Print(string data, int count, TextWriter output)
    {
        ImageDataSet images = DataCatalog.Resolve(data, DataSplit.Train);
        images = images.Take(Math.Min(count, images.Count));
        Train(images.Take(Math.Min(WarmUpImages, images.Count)), threads: 1);
        double before = Product();
        (double processor, _) = Train(images, threads: 1);
        (_, double wall) = Train(images, threads: 2);
        double product = Math.Min(before, Product());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fp32 product {Side}^3, one thread: {product * 1e3:F1} ms, {2.0 * Side * Side * Side / product / 1e9:F1} GFLOPS"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch, one thread: {processor:F1} s of processor time, {processor / product:F0} products"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch, two threads: {wall:F1} s of wall time, {wall / product:F0} products"));
    }

    private static (double Processor, double Wall) Train(ImageDataSet images, int threads)
    {
        Trainer trainer = new(NetworkTemplate.SmallConvolutional(images.ClassNames), new NoEvaluation());
        TimeSpan start = Environment.CpuUsage.UserTime;
        long began = Stopwatch.GetTimestamp();
        trainer.Run(new TrainingOptions { Epochs = 1, Threads = threads }, images, images, null, CancellationToken.None);
        double scale = EpochImages / images.Count;
        return ((Environment.CpuUsage.UserTime - start).TotalSeconds * scale, Stopwatch.GetElapsedTime(began).TotalSeconds * scale);
    }

    /// <summary>Seconds of the fastest of some products by the kernel that training's real layers use.</summary>
    private static double Product()
    {
        float[] values = new float[Side * Side];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (i % 255) - 127;
        }

        RealDense dense = new(Side, Side, values, []);
        float[] result = new float[Side * Side];
        double best = double.PositiveInfinity;
        for (int round = 0; round < 40; round++)
        {
            long began = Stopwatch.GetTimestamp();
            dense.ForwardRows(values, Side, result);
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return best;
    }

    private sealed class NoEvaluation : INetworkEvaluator
    {
        public void Check(BnnNetwork network)
        {
        }

        public int CountCorrect(BnnNetwork network, ImageDataSet images, int threads, CancellationToken cancellationToken) => 0;
    }
}
