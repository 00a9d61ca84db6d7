using CsCheck;
using PimSim.Bnn;
using PimSim.Bnn.Tests;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>Files of Larq's converter become networks that answer as the operators of Larq compute engine do.</summary>
public sealed class LarqImportTests
{
    private const int Same = 0;
    private const int Valid = 1;

    [Fact]
    public void Random_models_give_the_class_of_an_operator_by_operator_evaluation()
    {
        HashSet<int> classes = [];
        Gen.ULong.ForEach(60, seed =>
        {
            (OnnxModel model, BnnNetwork network, PixelEncoding pixels) = Import(seed);
            NaiveEvaluator naive = new(network);
            LarqEvaluator evaluator = new(model.Graph);
            RandomImages images = new(network, 3, seed);
            for (int i = 0; i < images.Count; i++)
            {
                int expected = Class(evaluator, pixels, images.Pixels(i), network.Input.Channels);
                Assert.Equal(expected, naive.Run(images.Pixels(i)).Prediction);
                classes.Add(expected);
            }
        });
        Assert.Equal(3, classes.Count);
    }

    [Theory]
    [InlineData("hbm")]
    [InlineData("ddr")]
    public void Random_models_run_in_the_device(string device) => Gen.ULong.ForEach(3, seed =>
    {
        (OnnxModel model, BnnNetwork network, PixelEncoding pixels) = Import(seed);
        RandomImages images = new(network, 2, seed);
        float[][] scores = new PairOfRuns(network, SmallDevice.Load(device)).Scores(images);
        LarqEvaluator evaluator = new(model.Graph);
        Assert.All(scores, (s, i) => Assert.Equal(Class(evaluator, pixels, images.Pixels(i), network.Input.Channels), network.ReadOut.Classify(s)));
    });

    [Fact]
    public void Bits_above_the_threshold_are_minus_one()
    {
        // Inputs + - +, filter bits 1 = -1: rows - + + and + + -; mismatches are 2 and 2 of 3.
        TfliteSketch s = new TfliteSketch(1, 1, 1, 3).Quantize();
        s.Larq("LceBconv2d", [s.Ints([0b001, 0b100], 2, 1, 1, 1), -1, -1, s.Ints([2, 1], 2)], TfliteSketch.Int, [1, 1, 1, 1], ("channels_in", 3), ("padding", Valid), ("stride_height", 1), ("stride_width", 1));
        s.Larq("LceDequantize", [], TfliteSketch.Float, [1, 1, 1, 2]);
        NaiveEvaluator naive = new(Import(s));
        Assert.Equal([1f, -1f], naive.Run([255, 0, 255]).Scores);
        Assert.Equal([-1f, 1f], naive.Run([255, 0, 0]).Scores);
    }

    [Fact]
    public void Pixels_are_from_minus_one_to_one_unless_a_map_says_otherwise()
    {
        TfliteSketch s = new TfliteSketch(1, 1, 1, 2).Quantize().Larq("LceDequantize", [], TfliteSketch.Float, [1, 1, 1, 2]);
        BnnNetwork network = Import(s.Then(22, [s.Ints([1, -1], 2)], [1, 2]).Then(9, [s.Floats([1, -1, 1, 1], 2, 2)], [1, 2]));
        Assert.Equal(PixelLevels.Bits(128), network.Input.Levels);
        using TemporaryFolder folder = new();
        folder.Write("net.tflite", s.File());
        folder.Write("net.yaml", "format: pimsim-map/1\nname: mine\nsource: larq\ninput: {shape: [1, 1, 2], encoding: mean-deviation, mean: [0.25, 0.75], deviation: [1, 1]}\nclasses: [no, yes]\n"u8.ToArray());
        network = NetworkImport.Read(Path.Combine(folder.Path, "net.tflite"), ImportFormat.Auto, Path.Combine(folder.Path, "net.yaml"));
        Assert.Equal("mine", network.Name);
        Assert.Equal(["no", "yes"], network.Classes, StringComparer.Ordinal);
        Assert.Equal([.. PixelLevels.Bits(64), .. PixelLevels.Bits(192)], network.Input.Levels!);
        folder.Write("other.yaml", "format: pimsim-map/1\nsource: larq\ninput: {shape: [1, 2, 1], encoding: threshold, threshold: 9}\nclasses: 2\n"u8.ToArray());
        Refusal.Of("PIM1121", () => NetworkImport.Read(Path.Combine(folder.Path, "net.tflite"), ImportFormat.Larq, Path.Combine(folder.Path, "other.yaml")));
        folder.Write("layers.yaml", System.Text.Encoding.UTF8.GetBytes(PynqSamples.Map()));
        Refusal.Of("PIM1064", () => NetworkImport.Read(Path.Combine(folder.Path, "net.tflite"), ImportFormat.Larq, Path.Combine(folder.Path, "layers.yaml")));
    }

    /// <summary>0 lies between the pixels 127 and 128: the levels are odd multiples of 1/255, and 0.</summary>
    [Fact]
    public void A_border_of_zeros_lies_between_the_levels_of_pixels()
    {
        TfliteSketch s = new(1, 3, 3, 1);
        float[] signs = [.. Enumerable.Range(0, 27).Select(i => i * i % 7 < 3 ? 1f : -1)];
        s.Then(3, [s.Floats(signs, 3, 3, 3, 1), -1], [1, 3, 3, 3], (0, Same), (1, 1), (2, 1)).Quantize().Larq("LceDequantize", [], TfliteSketch.Float, [1, 3, 3, 3]);
        s.Then(22, [s.Ints([1, -1], 2)], [1, 27]).Then(9, [s.Floats([.. signs, .. signs.Reverse()], 2, 27)], [1, 2]);
        OnnxModel model = TfliteReader.Read(s.File(), "sketch.tflite");
        BnnNetwork network = Import(s);
        Assert.Equal(Enumerable.Range(0, 256).Select(p => (2 * p) - 255), network.Input.Levels!);
        RandomImages images = new(network, 4, 1);
        float[][] scores = new PairOfRuns(network, SmallDevice.Load("hbm")).Scores(images);
        for (int i = 0; i < images.Count; i++)
        {
            // Signs are those of 255 times the pixels, which are whole.
            Assert.Equal(new LarqEvaluator(model.Graph).Run([.. images.Pixels(i).Select(p => (2.0 * p) - 255)]), scores[i].Select(v => (double)v));
        }
    }

    [Fact]
    public void A_first_layer_of_real_weights_takes_pixels_as_they_are()
    {
        TfliteSketch s = new(1, 2, 2, 1);
        s.Then(3, [s.Floats([0.5f, 0.25f, -1, 3, 1, 1, 1, -1], 2, 2, 2, 1), s.Floats([0.1f, -0.5f], 2)], [1, 1, 1, 2], (0, Valid), (1, 1), (2, 1));
        BnnNetwork network = Import(s.Quantize().Larq("LceDequantize", [], TfliteSketch.Float, [1, 1, 1, 2]));
        Assert.Equal([0.5], network.Input.Mean);
        Assert.Equal([0.5], network.Input.Deviation);
        Assert.Equal([-0.1f, 0.5f], Assert.IsType<BatchNormNode>(network.Nodes[1]).Mean);
        s = new(1, 2, 2, 1);
        s.Then(18, [s.Floats([2], 1)], [1, 2, 2, 1]);
        s.Then(3, [s.Floats([0.5f, 0.25f, -1, 3], 1, 2, 2, 1), -1], [1, 1, 1, 1], (0, Valid), (1, 1), (2, 1));
        Refusal.Of("PIM1165", () => Import(s.Quantize()));
    }

    [Fact]
    public void Operators_that_are_not_imported_are_refused_with_their_number()
    {
        TfliteSketch s = new TfliteSketch(1, 4, 4, 2).Quantize().Larq("LceDequantize", [], TfliteSketch.Float, [1, 4, 4, 2]);
        Diagnostic fault = Refusal.Of("PIM1161", () => Import(s.Then(1, [], [1, 2, 2, 2])));
        Assert.Contains("AVERAGE_POOL_2D 2", fault.Message, StringComparison.Ordinal);
        Refusal.Of("PIM1161", () => Import(new TfliteSketch(1, 4, 4, 2).Larq("Mystery", [], TfliteSketch.Float, [1, 4, 4, 2])));
        s = new(1, 1, 1, 2);
        s.Then(0, [s.Add(18, "", [s.Floats([1], 1), s.Floats([1], 1)], TfliteSketch.Float, [1], [], []).Last], [1, 1, 1, 2]);
        Refusal.Of("PIM1161", () => Import(s));
    }

    [Fact]
    public void Settings_that_devices_cannot_follow_are_refused()
    {
        Refusal.Of("PIM1162", () => Import(Binary(stride: 2)));
        Refusal.Of("PIM1162", () => Import(Binary(ones: 0)));
        Refusal.Of("PIM1162", () => Import(Binary(ones: 2)));
        Refusal.Of("PIM1162", () => Import(Binary(dilation: 2)));
        Refusal.Of("PIM1162", () => Import(Binary(padding: 2)));
        Refusal.Of("PIM1162", () => Import(Binary(type: 9)));
        TfliteSketch s = new TfliteSketch(1, 3, 3, 2).Quantize();
        Refusal.Of("PIM1162", () => Import(s.Larq("LceBMaxPool2d", [], TfliteSketch.Int, [1, 2, 2, 1], ("padding", Same), ("stride_height", 2), ("stride_width", 2), ("filter_height", 2), ("filter_width", 2))));
        Refusal.Of("PIM1162", () => Import(new TfliteSketch(1, 3, 3, 2).Then(25, [], [1, 3, 3, 2])));
    }

    [Fact]
    public void Shapes_and_operands_are_checked()
    {
        Refusal.Of("PIM1163", () => Import(Binary(size: 5)));
        Refusal.Of("PIM1164", () => Import(Binary(channels: 3)));
        Refusal.Of("PIM1164", () => Import(Binary(words: 2)));
        Refusal.Of("PIM1164", () => Import(Binary(thresholds: 2)));
        TfliteSketch s = new(1, 1, 1, 2);
        Refusal.Of("PIM1164", () => Import(s.Then(9, [s.Floats([1, 1, 1], 1, 3)], [1, 1])));
        s = new(1, 2, 2, 1);
        Refusal.Of("PIM1164", () => Import(s.Larq("LceBconv2d", [s.Ints([0], 1, 1, 1, 1)], TfliteSketch.Float, [1, 2, 2, 1], ("channels_in", 1), ("padding", Valid))));
    }

    [Fact]
    public void Damaged_files_are_imported_or_refused() => ParserFuzz.Run(
        new RandomLarq(5).File,
        400,
        file => OnnxImporter.Import(TfliteReader.Read(file, "f"), "net", new OnnxImportOptions { ChannelsLast = true, Pixels = OnnxPixels.Signed }),
        1 << 22);

    /// <summary>A binary convolution of 4 x 4 x 2 with 3 x 3, that writes one bit.</summary>
    private static TfliteSketch Binary(int stride = 1, int ones = 1, int dilation = 1, int padding = Same, int type = TfliteSketch.Int, int size = 4, int channels = 2, int words = 1, int thresholds = 1)
    {
        TfliteSketch s = new TfliteSketch(1, 4, 4, 2).Quantize();
        int[] constants = [s.Ints(new int[9 * words], 1, 3, 3, words), -1, -1, s.Ints(new int[thresholds], thresholds)];
        return s.Larq(
            "LceBconv2d",
            constants,
            type,
            [1, size, size, 1],
            ("channels_in", channels),
            ("padding", padding),
            ("pad_values", ones),
            ("stride_height", stride),
            ("stride_width", stride),
            ("dilation_height_factor", dilation),
            ("dilation_width_factor", dilation));
    }

    private static (OnnxModel Model, BnnNetwork Network, PixelEncoding Pixels) Import(ulong seed)
    {
        OnnxModel model = TfliteReader.Read(new RandomLarq(seed).File, "random.tflite");
        PixelEncoding pixels = seed % 3 == 0 ? new ThresholdPixels(128) : new FixedPointPixels(20, -10, 0);
        return (model, OnnxImporter.Import(model, "random", new OnnxImportOptions { ChannelsLast = true, Encoding = pixels }), pixels);
    }

    private static int Class(LarqEvaluator evaluator, PixelEncoding pixels, byte[] image, int channels)
    {
        double[][] tables = [.. Enumerable.Range(0, channels).Select(c => Array.ConvertAll(PixelImporter.Values(pixels, c), v => v.ToDouble()))];
        double[] scores = evaluator.Run([.. image.Select((p, i) => tables[i % channels][p])]);
        return Array.IndexOf(scores, scores.Max());
    }

    private static BnnNetwork Import(TfliteSketch sketch) =>
        OnnxImporter.Import(TfliteReader.Read(sketch.File(), "sketch.tflite"), "sketch", new OnnxImportOptions { ChannelsLast = true, Pixels = OnnxPixels.Signed });
}
