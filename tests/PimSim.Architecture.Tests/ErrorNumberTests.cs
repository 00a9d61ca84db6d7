using System.Globalization;
using System.Text.RegularExpressions;

namespace PimSim.Architecture.Tests;

/// <summary>Numbered errors: the table in docs/errors.md and the sources say the same.</summary>
public sealed partial class ErrorNumberTests
{
    private static readonly (string Number, string[] Projects, string Meaning)[] Table =
        [.. TableRow().Matches(Sources.Read("docs/errors.md")).Select(row => (
            row.Groups["number"].Value,
            row.Groups["projects"].Value.Split(", "),
            row.Groups["meaning"].Value.Trim()))];

    [Fact]
    public void Every_number_in_the_sources_has_a_row_and_every_row_is_raised()
    {
        Assert.Equal(Lines(Raised()), Lines(Table.SelectMany(row => row.Projects.Select(project => (row.Number, project)))), StringComparer.Ordinal);
        Assert.True(Table.Length > 100);
    }

    [Fact]
    public void Every_number_and_every_meaning_has_one_row()
    {
        Assert.Distinct(Table.Select(row => row.Number), StringComparer.Ordinal);
        Assert.Distinct(Table.Select(row => row.Meaning), StringComparer.Ordinal);
        Assert.DoesNotContain(Table, row => row.Meaning.Length == 0);
    }

    [Fact]
    public void Every_number_is_named_in_a_test()
    {
        IEnumerable<string> tested = Sources.Code("tests").SelectMany(file => Number().Matches(Sources.Read(file)).Select(match => match.Value));
        Assert.Empty(Table.Select(row => row.Number).Except(tested, StringComparer.Ordinal));
    }

    [Fact]
    public void Numbers_named_in_other_documents_exist()
    {
        IEnumerable<string> named = Sources.Documents().SelectMany(file => Number().Matches(Sources.Read(file)).Select(match => match.Value));
        Assert.Empty(named.Except(Table.Select(row => row.Number), StringComparer.Ordinal));
    }

    private static IEnumerable<(string Number, string Project)> Raised() => Sources.Code("src")
        .SelectMany(file => Literal().Matches(Sources.Read(file)).Select(match => (match.Groups["number"].Value, file.Split('/')[1]["PimSim.".Length..])))
        .Distinct();

    private static IEnumerable<string> Lines(IEnumerable<(string Number, string Project)> raised) =>
        raised.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Number} {r.Project}")).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\| (?<number>PIM\d{4}) \| (?<projects>[\w, ]+) \| (?<meaning>.*) \|\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"""(?<number>PIM\d{4})""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\bPIM\d{4}(?!\d)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
