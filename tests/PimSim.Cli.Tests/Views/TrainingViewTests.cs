using System.Text.Json;
using PimSim.Driver;
using Spectre.Console;

namespace PimSim.Cli.Tests.Views;

public sealed class TrainingViewTests
{
    [Fact]
    public void The_document_has_the_training_and_the_last_evaluation()
    {
        JsonElement json = TextView.Json(SampleViews.Training());
        Assert.Equal("pimsim.train/1", json.GetProperty("schema").GetString());
        Assert.Equal("host", json.GetProperty("trainedOn").GetString());
        Assert.Equal("conv2", json.GetProperty("thresholds")[0].GetProperty("layer").GetString());
        Assert.Equal(-0.125, json.GetProperty("thresholds")[0].GetProperty("lower").GetDouble());
        Assert.Equal(0.25, json.GetProperty("thresholds")[0].GetProperty("upper").GetDouble());
        Assert.Equal(0.75, json.GetProperty("epochs")[1].GetProperty("loss").GetDouble());
        Assert.Equal(0.8, json.GetProperty("epochs")[1].GetProperty("trainAccuracy").GetDouble());
        Assert.Equal(0.79, json.GetProperty("epochs")[1].GetProperty("testAccuracy").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("epochs")[0].GetProperty("testAccuracy").ValueKind);
        Assert.Equal(0.9, json.GetProperty("accuracy").GetProperty("value").GetDouble());
    }

    [Fact]
    public void Parts_of_the_cost_add_up_and_no_energy_stays_null()
    {
        TrainingCostView cost = SampleViews.TrainingCost();
        JsonElement json = TextView.Json(SampleViews.Training() with { TrainedOn = "device", Cost = cost }).GetProperty("training");
        Assert.Equal(7 + (2 * 600) + (3 * 11), json.GetProperty("cycles").GetInt64());
        Assert.Equal(600, json.GetProperty("epoch").GetProperty("cycles").GetInt64());
        Assert.Equal(1m + (2 * (30m + 9m)) + (3 * 2m), json.GetProperty("energyPj").GetDecimal());
        Assert.Equal("host", json.GetProperty("epoch").GetProperty("lossAndSums").GetProperty("where").GetString());
        Assert.Equal(JsonValueKind.Null, TextView.Json(SampleViews.Training() with { Cost = cost with { Upload = new TrainingPhaseView(7, null) } }).GetProperty("training").GetProperty("energyPj").ValueKind);
        Assert.Contains("an evaluation", TextView.Table(SampleViews.Training() with { Cost = cost }), StringComparison.Ordinal);
    }

    [Fact]
    public void Loads_of_instructions_are_those_of_all_epochs_by_phase()
    {
        TrainingCostView cost = SampleViews.TrainingCost();
        JsonElement host = TextView.Json(SampleViews.Training() with { Cost = cost }).GetProperty("training").GetProperty("sequencer");
        Assert.Equal(("host", 0), (host.GetProperty("mode").GetString(), host.GetProperty("loads").GetInt64()));
        cost = cost with { Sequencer = new TrainingSequencerView(new StoredPrograms(12, 3, 4_000), new(1, 2, 3), new(10, 20, 30), new(100, 200, 300), new(1_000, 2_000, 3_000)) };
        TrainingView view = SampleViews.Training() with { TrainedOn = "device", Cost = cost };
        JsonElement json = TextView.Json(view).GetProperty("training").GetProperty("sequencer");
        Assert.Equal(("device", 4_000), (json.GetProperty("mode").GetString(), json.GetProperty("programBytes").GetInt64()));
        Assert.Equal(1 + (2 * 1_110), json.GetProperty("loads").GetInt64());
        Assert.Equal(2 * 200, json.GetProperty("byPhase").GetProperty("backward").GetProperty("loadedBytes").GetInt64());
        Assert.Equal(3, json.GetProperty("byPhase").GetProperty("upload").GetProperty("loadCycles").GetInt64());
        Assert.Contains("sequencer in the device: 12 pages in 3 rows, 4,000 bytes a unit", TextView.Table(view), StringComparison.Ordinal);
        Assert.DoesNotContain("sequencer in the device", TextView.Table(SampleViews.Training() with { Cost = SampleViews.TrainingCost() }), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_cost_there_is_a_reason()
    {
        JsonElement json = TextView.Json(SampleViews.Training() with { CostAbsentReason = "PIM0840: no" });
        Assert.Equal(JsonValueKind.Null, json.GetProperty("training").ValueKind);
        Assert.Equal("PIM0840: no", json.GetProperty("trainingAbsentReason").GetString());
    }

    [Fact]
    public void The_table_has_epochs_and_thresholds()
    {
        string text = TextView.Table(SampleViews.Training());
        Assert.Contains("0.7500", text, StringComparison.Ordinal);
        Assert.Contains("-0.12500", text, StringComparison.Ordinal);
        Assert.Contains("network written to net.pimnet", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_live_view_shows_loss_accuracy_and_both_thresholds()
    {
        TrainingProgressView progress = new(2, 5, 30, 60, 0.5, 0.875, 0.84375, [new ClipThresholdView("conv2", -0.5f, 0.75f)])
        {
            Rate = 0.00075f,
            TimeLeft = TimeSpan.FromSeconds(3725),
            Losses = [2, 1.5, 1, 0.5],
        };
        using StringWriter output = new();
        IAnsiConsole console = new Terminal(output, TextWriter.Null, outIsTerminal: false, errorIsTerminal: false).ResultConsole();
        console.Write(progress.Draw());
        string drawn = output.ToString();
        foreach (string text in (string[])["epoch 2/5", "30/60", "loss 0.5000", "87.50 %", "84.38 %", "rate 0.00075", "1:02:05 left", "█▆▃▁", "conv2", "-0.50000", "0.75000"])
        {
            Assert.Contains(text, drawn, StringComparison.Ordinal);
        }

        Assert.Equal("epoch 2/5: 30/60, loss 0.5000, accuracy 87.50 %, test 84.38 %, rate 0.00075, 1:02:05 left, conv2 [-0.5000, 0.7500]", progress.Line());
    }
}
