using System.Globalization;
using System.Text.Json;
using PimSim.Core;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>Accuracy under many fault seeds.</summary>
/// <param name="Seeds">By seed.</param>
/// <param name="Device">The device.</param>
internal sealed record FaultStudyView(IReadOnlyList<SeedResult> Seeds, DeviceModel Device)
{
    /// <summary>Mean accuracy over seeds.</summary>
    public double Mean => (double)Seeds.Sum(s => (long)s.Correct) / Seeds.Sum(s => (long)s.Total);

    private FaultCounts Counts
    {
        get
        {
            var sum = new FaultCounts();
            foreach (SeedResult seed in Seeds)
            {
                sum.Add(seed.Faults);
            }

            return sum;
        }
    }

    private BootstrapInterval Interval => BootstrapInterval.OfMean([.. Seeds.Select(s => s.Accuracy)], Seeds[0].Seed);

    /// <summary>The member <c>faultStudy</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("faultStudy", () =>
    {
        json.WriteNumber("firstSeed", Seeds[0].Seed);
        json.WriteNumber("seeds", Seeds.Count);
        BootstrapInterval interval = Interval;
        json.WriteObject("accuracy", () =>
        {
            json.WriteNumber("mean", Mean);
            json.WriteNumber("lower", interval.Lower);
            json.WriteNumber("upper", interval.Upper);
            json.WriteNumber("worst", Seeds.Min(s => s.Accuracy));
            json.WriteNumber("best", Seeds.Max(s => s.Accuracy));
        });
        FaultCountsJson.Write(Counts, Device.Faults, json);
        RetentionJson.Write(Device, json);
        json.WriteObjects("bySeed", Seeds, seed =>
        {
            WilsonInterval wilson = WilsonInterval.Of(seed.Correct, seed.Total);
            json.WriteNumber("seed", seed.Seed);
            json.WriteNumber("correct", seed.Correct);
            json.WriteNumber("value", seed.Accuracy);
            json.WriteNumber("lower", wilson.Lower);
            json.WriteNumber("upper", wilson.Upper);
            json.WriteNumber("wrongBits", Enum.GetValues<TensorKind>().Sum(seed.Faults.Wrong));
        });
    });

    /// <summary>Mean, interval and extremes, and the faults of all seeds together.</summary>
    public void WriteTable(IAnsiConsole console)
    {
        BootstrapInterval interval = Interval;
        console.Write(Tables.Facts(
            ("fault seeds", string.Create(CultureInfo.InvariantCulture, $"{Seeds[0].Seed} to {Seeds[^1].Seed}")),
            ("accuracy", $"{Quantity.Percent(Mean)} on average, 95 % interval over seeds {Quantity.Percent(interval.Lower)} to {Quantity.Percent(interval.Upper)}"),
            ("worst, best", $"{Quantity.Percent(Seeds.Min(s => s.Accuracy))}, {Quantity.Percent(Seeds.Max(s => s.Accuracy))}")));
        FaultCounts counts = Counts;
        console.Write(Tables.Titled("faults of all seeds together", FaultCountsJson.Table(counts)));
        if (FaultCountsJson.Line(counts, Device.Faults) is { } line)
        {
            console.WriteLine(line);
        }
    }
}
