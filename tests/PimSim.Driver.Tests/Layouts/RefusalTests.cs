using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>What a device cannot do is refused with the figures: one test a number.</summary>
public sealed class RefusalTests
{
    private static readonly DeviceModel Hbm = DeviceModelLoader.Load("hbm2-2000-pim", []);

    [Fact]
    public void PIM0700_a_device_without_units() => Refuses("PIM0700", ModelCopy.Of(Hbm, unit: null), Small(), "no processing units");

    [Fact]
    public void PIM0701_other_numbers_than_fp32() =>
        Refuses("PIM0701", ModelCopy.Of(Hbm, Hbm.Unit! with { SimdFormat = NumberFormat.Bf16 }), Small(), "Bf16");

    [Fact]
    public void PIM0702_too_many_rows()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["organization.rows=64", "placement.firstRow=54"]);
        Workload workload = Operations.Chain(clip: true, outputs: 400);
        int needed = Placement.Create(Hbm, workload).Rows;
        Refuses("PIM0702", model, workload, $"needs {needed} rows in every bank, 10 are there, {needed - 10} are missing");
        DeviceModel enough = DeviceModelLoader.Load("hbm2-2000-pim", ["organization.rows=64", $"placement.firstRow={64 - needed}"]);
        Assert.Equal(needed, Placement.Create(enough, workload).Rows);
    }

    [Fact]
    public void PIM0703_a_pool_of_counts() => Refuses(
        "PIM0703", Hbm, Of(Operations.Binary(Operations.Shape(4, 4, 8, 8, 1) with { PoolSize = 2, PoolStride = 2 }, counts: true)), "pools counts");

    [Theory]
    [InlineData("unit.accumulators=7", "8 accumulators")]
    [InlineData("unit.thresholdEntries=2", "3 threshold entries")]
    public void PIM0704_a_unit_that_is_too_small_for_one_channel(string change, string figure) => Refuses(
        "PIM0704",
        DeviceModelLoader.Load("hbm2-2000-pim", [change]),
        Of(Operations.Binary(Operations.Shape(4, 4, 8, 8, 1), classes: 3)),
        figure);

    [Fact]
    public void PIM0705_more_mismatches_than_an_accumulator_holds()
    {
        Workload workload = Of(Operations.Binary(Operations.Shape(1, 1, 300, 8, 1), counts: true));
        Refuses("PIM0705", DeviceModelLoader.Load("hbm2-2000-pim", ["unit.accumulatorBits=9"]), workload, "counts up to 512 mismatches; an accumulator of 9 bits holds 511");
        Placement.Create(DeviceModelLoader.Load("hbm2-2000-pim", ["unit.accumulatorBits=10"]), workload);
        Placement.Create(DeviceModelLoader.Load("hbm2-2000-pim", ["unit.accumulatorBits=9", "unit.overflow=wrap"]), workload);
        Placement.Create(DeviceModelLoader.Load("hbm2-2000-pim", ["unit.accumulatorBits=9"]), Of(Operations.Binary(Operations.Shape(1, 1, 300, 8, 1))));
    }

    /// <summary>Counts are read out in 16 bits each, however wide accumulators are.</summary>
    [Fact]
    public void PIM0705_counts_that_a_read_out_cannot_carry()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["unit.accumulatorBits=20"]);
        Refuses("PIM0705", model, Of(Operations.Binary(Operations.Shape(1, 1, 66_000, 2, 1), counts: true)), "66048");
        Placement.Create(model, Of(Operations.Binary(Operations.Shape(1, 1, 66_000, 2, 1))));
    }

    [Fact]
    public void PIM0706_a_real_convolution_with_groups() =>
        Refuses("PIM0706", Hbm, Of(Operations.Real(Operations.Shape(4, 4, 8, 8, 1) with { Groups = 2 })), "groups");

    [Fact]
    public void PIM0707_a_pool_window_of_more_sums_than_registers() => Refuses(
        "PIM0707",
        DeviceModelLoader.Load("hbm2-2000-pim", ["unit.vectorRegisters=8"]),
        Of(Operations.Real(Operations.Shape(6, 6, 1, 8, 1) with { PoolSize = 3, PoolStride = 3 })),
        "windows of 9 sums; the unit has 8 vector registers");

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(32)]
    public void PIM0708_pixel_shards_that_make_no_teams(int shards)
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", [$"placement.pixelShards={shards}"]);
        UserErrorException e = Assert.Throws<UserErrorException>(() => ImageSharding.Create(model, 5));
        Requires(e, "PIM0708", $"pixelShards {shards} does not divide the 16 domains");
    }

    [Fact]
    public void PIM0709_a_standard_without_a_command()
    {
        DeviceModel model = ModelCopy.Of(Hbm, Hbm.Unit, ModelCopy.Without(Hbm.Standard, c => c.Operation == PimOperation.Pack));
        Requires(Assert.Throws<UserErrorException>(() => new PimCommands(model)), "PIM0709", "no command that does Pack");
        model = ModelCopy.Of(Hbm, Hbm.Unit, ModelCopy.Without(Hbm.Standard, c => c.Effects.HasFlag(CommandEffects.Opens) && c.Mode == CommandMode.AllBank));
        Requires(Assert.Throws<UserErrorException>(() => new PimCommands(model)), "PIM0709", "no all-bank activate");
    }

    [Fact]
    public void PIM0711_clipping_takes_vector_registers()
    {
        Workload workload = Of(Operations.Binary(Operations.Shape(4, 4, 8, 8, 1), clip: true));
        Refuses("PIM0711", DeviceModelLoader.Load("hbm2-2000-pim", ["unit.vectorRegisters=5"]), workload, "6 vector registers; the unit has 5");
        Placement.Create(DeviceModelLoader.Load("hbm2-2000-pim", ["unit.vectorRegisters=6"]), workload);
        Refuses("PIM0711", DeviceModelLoader.Load("ddr4-2400-pim", ["unit.vectorRegisters=11"]), workload, "12 vector registers; the unit has 11");
    }

    [Fact]
    public void PIM0711_clipping_takes_lanes_that_divide_the_sixteen_chains()
    {
        Workload workload = Of(Operations.Binary(Operations.Shape(4, 4, 8, 8, 1), clip: true));
        DeviceModel wide = DeviceModelLoader.Load("hbm2-2000-pim", ["organization.busBits=256", "unit.laneBits=1024"]);
        Refuses("PIM0711", wide, workload, "32 lanes");
        Placement.Create(wide, Of(Operations.Binary(Operations.Shape(4, 4, 8, 8, 1))));
    }

    [Fact]
    public void PIM0712_lanes_that_are_no_whole_words() => Refuses(
        "PIM0712", ModelCopy.Of(Hbm, Hbm.Unit! with { LaneBits = 96 }, organization: Hbm.Organization with { BusBits = 24 }), Small(), "96 lanes");

    private static Workload Of(LayerOperation operation) => new("one layer", [operation]);

    private static Workload Small() => Of(Operations.Binary(Operations.Shape(2, 2, 4, 4, 1)));

    private static void Refuses(string code, DeviceModel model, Workload workload, string figure) =>
        Requires(Assert.Throws<UserErrorException>(() => Placement.Create(model, workload)), code, figure);

    private static void Requires(UserErrorException e, string code, string figure)
    {
        Diagnostic d = Assert.Single(e.Diagnostics);
        Assert.Equal(code, d.Code);
        Assert.Contains(figure, d.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(d.Remedy));
    }
}
