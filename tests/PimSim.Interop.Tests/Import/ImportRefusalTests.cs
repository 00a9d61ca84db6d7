namespace PimSim.Interop.Tests;

/// <summary>Graphs that cannot be imported are refused with the node and what to do.</summary>
public sealed class ImportRefusalTests
{
    [Fact]
    public void Weights_of_another_shape() => Refuse("PIM1122", Pixels().MatMul([1, 1, 1], 3));

    [Fact]
    public void Constants_that_differ_between_places_of_a_channel()
    {
        GraphSketch s = new(1, 1, 1, 2);
        Refuse("PIM1122", s.Then("Mul", s.Constant([1, 2], 1, 1, 1, 2)).Bipolar());
    }

    [Fact]
    public void Weights_of_two_magnitudes() => Refuse("PIM1124", Pixels().MatMul([1, 0.5f], 2));

    [Fact]
    public void A_layer_without_a_quantizer_before_it() => Refuse("PIM1125", Pixels().MatMul([1, 1], 2).MatMul([1, 1], 1));

    [Fact]
    public void Activations_of_several_scales()
    {
        GraphSketch s = Pixels().MatMul([1, 1, 1, -1], 2).Bipolar();
        Refuse("PIM1126", s.Then("Mul", s.Constant([1, 2], 2)).MatMul([1, 1], 2));
    }

    [Fact]
    public void Pixels_without_a_common_step()
    {
        GraphSketch s = new(1, 2, 1, 1);
        Refuse("PIM1127", s.Then("Mul", s.Constant([1, 0.1234567f], 1, 2, 1, 1)).Then("Flatten").MatMul([1, 1], 2));
    }

    [Fact]
    public void Padding_on_one_side()
    {
        GraphSketch s = new(1, 1, 2, 2);
        Refuse("PIM1128", s.Bipolar().Then("Conv", [s.Constant([1], 1, 1, 1, 1)], ("pads", (long[])[1, 0, 0, 0])));
    }

    [Fact]
    public void A_residual_connection()
    {
        GraphSketch s = Pixels().MatMul([1, 1, 1, -1], 2).Bipolar();
        string before = s.Last;
        s.MatMul([1, 1, 1, -1], 2);
        Refuse("PIM1129", s.Add("", "Add", [s.Last, before], []));
    }

    [Fact]
    public void A_value_that_two_layers_take()
    {
        GraphSketch s = Pixels().MatMul([1, 1, 1, -1], 2).Bipolar();
        string before = s.Last;
        string first = s.MatMul([1, 1], 2).Last;
        s.Add("", "MatMul", [before, s.Constant([1, 1], 2, 1)], []);
        Refuse("PIM1129", s.Add("", "Add", [first, s.Last], []));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    public void Divisions_by_nothing(float divisor)
    {
        GraphSketch s = Pixels().MatMul([1, 1], 2);
        Refuse("PIM1130", s.Then("Div", s.Constant([divisor])));
    }

    [Fact]
    public void A_variance_that_is_negative() => Refuse("PIM1130", Pixels().MatMul([1, 1], 2).Norm([1], [1], [1], [-1], 1e-5f).Bipolar());

    [Fact]
    public void Two_different_roots() =>
        Refuse("PIM1130", Pixels().MatMul([1, 1], 2).Norm([1], [1], [1], [2], 0).Norm([1], [1], [1], [3], 0).Bipolar());

    [Fact]
    public void An_output_that_is_no_list_of_classes() => Refuse("PIM1131", Pixels());

    [Fact]
    public void Scores_that_doubles_cannot_tell_apart()
    {
        // At d = 2 both 3 d / sqrt(5) and (d + 4) / sqrt(5) are 6 / sqrt(5); the doubles nearest to the scales, or next below, do not meet there.
        Refuse("PIM1132", Pixels().MatMul([1, 1, 1, 1], 2).Norm([3, 1], [0, 0], [0, -4], [5, 5], 0));
    }

    [Fact]
    public void Padding_with_0_between_levels()
    {
        GraphSketch s = new(1, 1, 2, 2);
        s.Qonn("MultiThreshold", [s.Constant([0.5f], 1, 1)], ("out_scale", 1f), ("out_bias", 0.75f));
        Refuse("PIM1133", s.Then("Conv", [s.Constant([1], 1, 1, 1, 1)], ("pads", (long[])[1, 1, 1, 1])));
    }

    [Fact]
    public void Constants_that_grow_without_bound()
    {
        GraphSketch s = new(1, 1, 1, 2);
        string column = s.Constant(new float[1 << 13], 1 << 13, 1);
        string row = s.Constant(new float[1 << 13], 1, 1 << 13);
        s.Add("", "Add", [column, row], []);
        Refuse("PIM1135", s.Add("", "Mul", ["x", s.Last], []));
    }

    [Fact]
    public void Factors_that_grow_without_bound()
    {
        GraphSketch s = Pixels().MatMul([1, 1], 2);
        string tenth = s.Constant([0.1f], 1);
        for (int i = 0; i < 400; i++)
        {
            s.Then("Mul", tenth);
        }

        Refuse("PIM1130", s.Bipolar());
    }

    [Fact]
    public void Padding_that_makes_an_image_out_of_proportion()
    {
        GraphSketch s = new(1, 1, 2, 2);
        s.Bipolar().Then("Conv", [s.Constant([1], 1, 1, 1, 1)], ("pads", (long[])[10_000, 10_000, 10_000, 10_000]));
        OnnxModel model = s.Bipolar().Then("Flatten").Read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Of("PIM1135", () => OnnxImporter.Import(model, "sketch"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Many_large_images()
    {
        GraphSketch s = new(1, 1, 2048, 2048);
        for (int i = 0; i < 40; i++)
        {
            s.Bipolar().Then("Conv", s.Constant([1], 1, 1, 1, 1));
        }

        Refuse("PIM1135", s);
    }

    [Fact]
    public void Images_of_too_many_channels()
    {
        GraphSketch s = new(1, 1 << 20, 1, 1);
        OnnxModel model = s.Bipolar().Then("Flatten").Read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Of("PIM1121", () => OnnxImporter.Import(model, "sketch"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    private static GraphSketch Pixels()
    {
        GraphSketch s = new(1, 1, 1, 2);
        return s.Then("Sub", s.Constant([0.5f])).Bipolar().Then("Flatten");
    }

    private static void Refuse(string code, GraphSketch sketch) => Refusal.Of(code, () => OnnxImporter.Import(sketch.Read(), "sketch"));
}
