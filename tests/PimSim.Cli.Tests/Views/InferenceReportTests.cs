using System.Text;
using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli.Tests.Views;

/// <summary>The page of an inference as text; browsers are in <see cref="Browser.ReportPageTests"/>.</summary>
public sealed class InferenceReportTests
{
    [Fact]
    public void Facts_and_layers_stand_in_the_page()
    {
        string page = Encoding.UTF8.GetString(InferenceReport.Make("run.json", TextView.Json(SampleViews.Inference())));
        Assert.Contains("900 (90.00 %)", page, StringComparison.Ordinal);
        Assert.Contains("<td>conv1</td><td>simd</td><td data-value=\"700000\">700,000</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"activity\":", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_become_markup()
    {
        InferenceView evil = SampleViews.Inference() with { Data = "<script>alert(1)</script>" };
        string page = Encoding.UTF8.GetString(InferenceReport.Make("run.json", TextView.Json(evil with { Layers = [evil.Layers[0] with { Name = "</script><b>" }] })));
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"schema": "pimsim.infer/1"}""")]
    [InlineData("""{"schema": "pimsim.infer/1", "network": 7}""")]
    public void Missing_keys_are_refused(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Equal("PIM0821", Assert.Throws<UserErrorException>(() => InferenceReport.Make("run.json", document.RootElement)).Diagnostics[0].Code);
    }
}
