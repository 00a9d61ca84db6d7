using System.Globalization;
using System.Text.RegularExpressions;

namespace PimSim.Architecture.Tests;

/// <summary>docs/claims.md names types and tests that exist, for every claim.</summary>
public sealed partial class ClaimTests
{
    private static readonly (int Claim, string[] Types, string[] Tests)[] Table =
        [.. Row().Matches(Sources.Read("docs/claims.md")).Select(row => (
            int.Parse(row.Groups["claim"].Value, CultureInfo.InvariantCulture),
            Names(row.Groups["types"].Value),
            Names(row.Groups["tests"].Value)))];

    [Fact]
    public void Every_claim_has_a_row() => Assert.Equal(Enumerable.Range(1, 20), Table.Select(row => row.Claim));

    [Fact]
    public void Every_type_exists()
    {
        HashSet<string> files = [.. Sources.Code("src").Select(Path.GetFileNameWithoutExtension).OfType<string>()];
        Assert.DoesNotContain(Table.SelectMany(row => row.Types), type => !files.Contains(type));
        Assert.DoesNotContain(Table, row => row.Types.Length == 0);
    }

    [Fact]
    public void Every_test_exists()
    {
        ILookup<string, string> sources = Sources.Code("tests").ToLookup(file => Path.GetFileNameWithoutExtension(file)!, Sources.Read, StringComparer.Ordinal);
        Assert.DoesNotContain(Table.SelectMany(row => row.Tests), test => test.Split('.') is not [var type, var method] || !sources[type].Any(s => IsTest(s, method)));
        Assert.DoesNotContain(Table, row => row.Tests.Length == 0);
    }

    private static bool IsTest(string source, string method) =>
        source.Contains($" void {method}(", StringComparison.Ordinal) || source.Contains($" Task {method}(", StringComparison.Ordinal);

    private static string[] Names(string cell) => [.. Code().Matches(cell).Select(m => m.Groups["name"].Value)];

    [GeneratedRegex(@"^\| (?<claim>\d+) \|[^|]*\| (?<types>[^|]*) \| (?<tests>[^|]*) \|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
