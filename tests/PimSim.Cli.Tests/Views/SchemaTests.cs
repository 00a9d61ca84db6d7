using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli.Tests.Views;

/// <summary>Documents against docs/schemas.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Views() => ["infer", "infer without energy", "train", "train on device", "trace record", "trace execute", "trace execute without scores", "trace verify", "trace verify violations", "device validate", "device validate fault", "sweep status on a cluster"];

    [Theory]
    [MemberData(nameof(Views))]
    public void Documents_follow_their_schema(string name) => SchemaValidator.AssertValid(TextView.Json(View(name)));

    [Fact]
    public void The_validator_refuses_what_is_wrong()
    {
        JsonElement schema = SchemaValidator.Load("pimsim.infer/1");
        foreach ((string right, string wrong) in ((string, string)[])[
            ("\"correct\": 900", "\"correct\": -1"),
            ("\"correct\": 900", "\"correct\": 1.5"),
            ("\"correct\": 900", "\"corect\": 900"),
            ("\"path\": \"fast\"", "\"path\": \"quick\""),
            ("\"sha256\": \"aaaa", "\"sha256\": \"xaaa"),
            ("pimsim.infer/1", "pimsim.infer/2"),
            ("\"seconds\": 1.5", "\"seconds\": \"1.5\"")])
        {
            string text = System.Text.Encoding.UTF8.GetString(ResultWriter.ToJson(SampleViews.Inference()));
            Assert.Contains(right, text, StringComparison.Ordinal);
            using JsonDocument document = JsonDocument.Parse(text.Replace(right, wrong, StringComparison.Ordinal));
            List<string> faults = [];
            SchemaValidator.Check(document.RootElement, schema, schema, "$", faults);
            Assert.NotEmpty(faults);
        }
    }

    private static IResultView View(string name) => name switch
    {
        "infer" => SampleViews.Inference(),
        "infer without energy" => SampleViews.Inference() with { Energy = null, EnergyAbsentReason = "no currents" },
        "train" => SampleViews.Training(),
        "train on device" => SampleViews.Training() with { TrainedOn = "device", NetworkFile = null, Cost = SampleViews.TrainingCost() },
        "trace record" => new TraceRecordView(SampleViews.Inference() with { Trace = SampleViews.Trace() }),
        "trace execute" => SampleViews.Execution(),
        "trace execute without scores" => SampleViews.Execution() with { Predictions = null, Correct = null, Streams = [] },
        "trace verify" => SampleViews.Verification(violated: false),
        "trace verify violations" => SampleViews.Verification(violated: true),
        "device validate" => new DeviceValidateView("d.yaml", new NamedHash("d", new string('0', 32)), []),
        "device validate fault" => new DeviceValidateView("d.yaml", null, [new Diagnostic("PIM0101", "bad", "d.yaml", 1, 2, "good")]),
        "sweep status on a cluster" => SampleViews.SweepOnCluster(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such view"),
    };
}
