using System.Text.Json;

namespace PimSim.Cli.Tests.Views;

public sealed class InferenceViewTests
{
    private static readonly InferenceView View = SampleViews.Inference();

    [Fact]
    public void All_keys_that_scripts_rely_on_are_there()
    {
        JsonElement json = TextView.Json(View);
        Assert.Equal("pimsim.infer/1", json.GetProperty("schema").GetString());
        Assert.Equal(0.9, Value("accuracy.value").GetDouble());
        Assert.Equal(900, Value("accuracy.correct").GetInt64());
        Assert.Equal(1000, Value("accuracy.total").GetInt64());
        Assert.Equal(View.PredictionsSha256, Value("predictions.sha256").GetString());
        Assert.Equal(1_000_000, Value("time.cycles").GetInt64());
        Assert.Equal(1e-3, Value("time.deviceSeconds").GetDouble());
        Assert.Equal(["load", "compute", "threshold", "move", "refresh", "mode", "host"], Value("time.byPhase").EnumerateObject().Select(p => p.Name), StringComparer.Ordinal);
        Assert.Equal(View.Cycles, Value("time.byPhase").EnumerateObject().Sum(p => p.Value.GetInt64()));
        Assert.Equal(12_345, Value("latency.firstImageCycles").GetInt64());
        Assert.Equal(1e6, Value("throughput.imagesPerSecond").GetDouble());
        Assert.Equal(5_000, Value("upload.cycles").GetInt64());
        Assert.Equal(4_096, Value("upload.bytes").GetInt64());
        Assert.Equal(7m, Value("upload.energyPj").GetDecimal());
        Assert.Equal(2_000, Value("commands.PIM_XNOR_ACC").GetInt64());
        Assert.Equal("fast", Value("path").GetString());
        Assert.Equal(0, Value("commandsExecuted").GetInt64());
        Assert.Equal(0.25, Value("layers")[1].GetProperty("utilization").GetDouble());
        Assert.Equal(1.5, Value("host.seconds").GetDouble());
        Assert.Equal(2.5, Value("host.cpuSeconds").GetDouble());

        JsonElement Value(string path) => path.Split('.').Aggregate(json, (element, name) => element.GetProperty(name));
    }

    [Fact]
    public void Energy_is_exact_and_its_parts_sum_to_the_total()
    {
        JsonElement energy = TextView.Json(View).GetProperty("energy");
        Assert.Equal(3_000_000.000001m, energy.GetProperty("totalPj").GetDecimal());
        Assert.Equal("3000000.000001", energy.GetProperty("totalPj").GetRawText());
        Assert.Equal(energy.GetProperty("totalPj").GetDecimal(), energy.GetProperty("byPart").EnumerateObject().Sum(p => p.Value.GetDecimal()));
        Assert.Equal(3_000_000_000_001 * 1e-18 / 1e-3, energy.GetProperty("averagePowerW").GetDouble());
    }

    [Fact]
    public void Without_currents_energy_is_null_with_the_reason()
    {
        JsonElement json = TextView.Json(View with { Energy = null, EnergyAbsentReason = "no currents" });
        Assert.Equal(JsonValueKind.Null, json.GetProperty("energy").ValueKind);
        Assert.Equal("no currents", json.GetProperty("energyAbsentReason").GetString());
        Assert.Contains("unknown: no currents", TextView.Table(View with { Energy = null, EnergyAbsentReason = "no currents" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_runs_differ_below_host_only()
    {
        byte[] one = ResultWriter.ToJson(View);
        byte[] other = ResultWriter.ToJson(View with { Host = new HostView(9, 9, 9) });
        string cut = "\"host\"";
        string first = System.Text.Encoding.UTF8.GetString(one);
        string second = System.Text.Encoding.UTF8.GetString(other);
        Assert.NotEqual(first, second, StringComparer.Ordinal);
        Assert.Equal(first[..first.IndexOf(cut, StringComparison.Ordinal)], second[..second.IndexOf(cut, StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData("90.00 % (900 of 1,000)")]
    [InlineData("1.000 ms (1,000,000 cycles)")]
    [InlineData("12,345 cycles to the first image's result")]
    [InlineData("1.000 Mimages/s")]
    [InlineData("3.000 µJ, 3.000 nJ an image, 3.000 mW on average")]
    [InlineData("3,612,672")]
    [InlineData("25.00 %")]
    [InlineData("where the time went")]
    [InlineData("60.00 %")]
    [InlineData("where the energy went")]
    [InlineData("next things to type:")]
    public void The_table_says(string text) => Assert.Contains(text, TextView.Table(View), StringComparison.Ordinal);

    [Fact]
    public void A_name_with_brackets_is_no_markup() =>
        Assert.Contains("[red]net", TextView.Table(View with { Network = new NamedHash("[red]net", "0") }), StringComparison.Ordinal);
}
