namespace PimSim.Core.Tests;

public sealed class YamlMapReaderTests
{
    private static readonly Dictionary<string, int> Words = new(StringComparer.Ordinal) { ["one"] = 1, ["two"] = 2 };

    private readonly DiagnosticBag diagnostics = new();

    [Fact]
    public void ReadsTypedValues()
    {
        YamlMapReader reader = Reader("t: text\ni: 7\nb: true\nw: two\nl: [x, y]\ns: x\nm: {k: 1}\n");

        Assert.Equal("text", reader.Text("t"));
        Assert.Equal(7, reader.Integer("i", 0, 9));
        Assert.True(reader.Boolean("b", fallback: false));
        Assert.Equal(2, reader.Word("w", Words));
        Assert.Equal("x y", string.Join(' ', reader.Scalars("l").Select(s => s.Text)));
        Assert.Equal("x", Assert.Single(reader.Scalars("s")).Text);
        Assert.Equal(1, reader.Map("m")!.Integer("k", 0, 9));
        Assert.Equal(5, reader.Integer("absent", 0, 9, fallback: 5));
        reader.Finish();
        Assert.Empty(diagnostics.Sorted());
    }

    [Fact]
    public void CollectsAllFaults()
    {
        YamlMapReader reader = Reader("t: []\ni: seven\nj: 70\nb: yes\nw: three\nl: {a: 1}\nm: 3\nextra: 1\n");

        Assert.Equal("", reader.Text("t"));
        Assert.Equal(0, reader.Integer("i", 0, 9));
        Assert.Equal(0, reader.Integer("j", 0, 9));
        Assert.False(reader.Boolean("b", fallback: false));
        Assert.Equal(0, reader.Word("w", Words));
        Assert.Empty(reader.Scalars("l"));
        Assert.Null(reader.Map("m"));
        Assert.Equal("", reader.Text("missing"));
        reader.Finish();

        Assert.Equal(
            "PIM0106:1 PIM0107:1 PIM0107:2 PIM0108:3 PIM0107:4 PIM0109:5 PIM0107:6 PIM0107:7 PIM0105:8",
            string.Join(' ', diagnostics.Sorted().Select(d => $"{d.Code}:{d.Line}")));
    }

    [Fact]
    public void FormatOfAnotherKindIsRefusedByName()
    {
        Assert.False(Reader("format: pimsim-map/1\n").Format("pimsim-space/1"));
        Assert.Equal("f:1:9: error PIM0110: format 'pimsim-map/1' is not readable here; expected is 'pimsim-space/1'", Assert.Single(diagnostics.Sorted()).ToString());
        Assert.True(Reader("format: pimsim-space/1\n").Format("pimsim-space/1"));
    }

    [Fact]
    public void OverridesReplaceAndAddValues()
    {
        YamlOverrides overrides = new(["m.k=8", "top = 3"], diagnostics);
        YamlMapReader reader = Reader("m: {k: 1}\n", overrides);

        Assert.Equal(8, reader.Map("m")!.Integer("k", 0, 9));
        Assert.Equal(3, reader.Integer("top", 0, 9));
        overrides.ReportUnknown(diagnostics);
        Assert.Empty(diagnostics.Sorted());
    }

    [Theory]
    [InlineData("m.k", "PIM0113")]
    [InlineData("=3", "PIM0113")]
    [InlineData("m.k=", "PIM0113")]
    [InlineData("m.j=3", "PIM0114")]
    [InlineData("m.k=x", "PIM0107")]
    [InlineData("m.k=10", "PIM0108")]
    public void BadOverridesAreRefused(string text, string code)
    {
        YamlOverrides overrides = new([text], diagnostics);
        _ = Reader("m: {k: 1}\n", overrides).Map("m")!.Integer("k", 0, 9);
        overrides.ReportUnknown(diagnostics);
        Diagnostic only = Assert.Single(diagnostics.Sorted());
        Assert.Equal((code, null, 0), (only.Code, only.File, only.Line));
    }

    [Fact]
    public void OnePathOnce()
    {
        _ = new YamlOverrides(["a=1", "a=2"], diagnostics);
        Assert.Equal("PIM0115", Assert.Single(diagnostics.Sorted()).Code);
    }

    [Theory]
    [InlineData("RCDRT", "RCDRD")]
    [InlineData("cl", "CL")]
    [InlineData("xyzzy", null)]
    public void NearestNames(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Find(typed, ["RCDRD", "CL", "turnaroundNs"]));

    private YamlMapReader Reader(string text, YamlOverrides? overrides = null) =>
        new(StrictYaml.Parse(text, "f", diagnostics)!, "", new YamlContext("f", diagnostics, overrides));
}
