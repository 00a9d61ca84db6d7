using System.Text.Json;

namespace PimSim.Cli.Tests.Views;

public sealed class TraceVerifyViewTests
{
    [Fact]
    public void Violations_are_counted_by_rule_and_told_in_full()
    {
        JsonElement json = TextView.Json(SampleViews.Verification(violated: true));
        Assert.Equal(3, json.GetProperty("commandsChecked").GetInt64());
        Assert.Equal(2, json.GetProperty("violations").GetInt64());
        Assert.Equal(["RCD 1", "STATE-OPEN 1"], json.GetProperty("violationsByRule").EnumerateObject().Select(p => $"{p.Name} {p.Value}"), StringComparer.Ordinal);
        Assert.Equal(-6, json.GetProperty("slack").GetProperty("RCD").GetInt64());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("slack").GetProperty("RFC").ValueKind);
        Assert.False(json.GetProperty("slack").TryGetProperty("STATE-OPEN", out _));
        JsonElement open = json.GetProperty("details")[0];
        Assert.Equal(("STATE-OPEN", "bank 3 has row 7 open", 0), (open.GetProperty("rule").GetString(), open.GetProperty("note").GetString(), open.GetProperty("preceding").GetProperty("cycle").GetInt64()));
        JsonElement early = json.GetProperty("details")[1];
        Assert.Equal(("RCD", 16, 10, 6), (early.GetProperty("rule").GetString(), early.GetProperty("requiredCycles").GetInt64(), early.GetProperty("actualCycles").GetInt64(), early.GetProperty("missingCycles").GetInt64()));
    }

    [Fact]
    public void The_table_shows_violations_first_and_rules_that_are_tight()
    {
        string violated = TextView.Table(SampleViews.Verification(violated: true));
        Assert.Contains("ACT at 100, 0.0.0 bank 3", violated, StringComparison.Ordinal);
        Assert.True(violated.IndexOf("STATE-OPEN", StringComparison.Ordinal) < violated.IndexOf("smallest slack", StringComparison.Ordinal));
        string legal = TextView.Table(SampleViews.Verification(violated: false));
        Assert.Contains("RCD", Assert.Single(legal.Split('\n'), l => l.Contains("tight ", StringComparison.Ordinal) && l.TrimStart().StartsWith("RCD", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("never exercised", legal, StringComparison.Ordinal);
        Assert.DoesNotContain("required", legal, StringComparison.Ordinal);
    }
}
