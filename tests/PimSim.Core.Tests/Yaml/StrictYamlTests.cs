using CsCheck;
using PimSim.Tests;

namespace PimSim.Core.Tests;

public sealed class StrictYamlTests
{
    private static readonly string[] Pieces =
    [
        "a", "b: ", "- ", "[", "]", "{", "}", "\n", "\n  ", ":", ", ", "'", "\"", "&x ", "*x", "!t ", "#", "|", ">", "%", "@", "\t", "---\n", "? ", "\u0085", "\0",
    ];

    [Fact]
    public void KeepsOrderTextAndPlaces()
    {
        DiagnosticBag diagnostics = new();

        YamlMapping map = StrictYaml.Parse("a: 1\nb:\n  - x\n  - {c: 'd'}\n", "f", diagnostics)!;

        Assert.Empty(diagnostics.Sorted());
        Assert.Equal("a b", string.Join(' ', map.Entries.Select(e => e.Key.Text)));
        YamlSequence list = Assert.IsType<YamlSequence>(map.Find("b"));
        YamlMapping inner = Assert.IsType<YamlMapping>(list.Items[1]);
        Assert.Equal(new YamlScalar("d", Quoted: true, 4, 9), inner.Find("c"));
        Assert.Null(map.Find("c"));
    }

    [Theory]
    [InlineData("PIM0100", "a: [1\nb: 2\nc: 3\n")]
    [InlineData("PIM0100", "a: b: c\n")]
    [InlineData("PIM0100", "a: \"\\q\"\n")]
    [InlineData("PIM0103", "a: &x 1\nb: *x\n")]
    [InlineData("PIM0103", "a: !!binary aGk=\n")]
    [InlineData("PIM0104", "a: 1\nb: 2\na: 3\n")]
    [InlineData("PIM0107", "- 1\n- 2\n")]
    [InlineData("PIM0107", "? [a]\n: 1\n")]
    [InlineData("PIM0107", "just text\n")]
    [InlineData("PIM0112", "# nothing\n")]
    [InlineData("PIM0112", "a: 1\n---\nb: 2\n")]
    public void RefusesWhatIsNotPlain(string code, string text)
    {
        DiagnosticBag diagnostics = new();
        StrictYaml.Parse(text, "f", diagnostics);
        Assert.All(diagnostics.Sorted(), d => Assert.Equal((code, "f"), (d.Code, d.File)));
        Assert.True(diagnostics.HasErrors);
    }

    [Fact]
    public void DuplicateKeySaysWhereBothAre()
    {
        DiagnosticBag diagnostics = new();
        StrictYaml.Parse("a: 1\nb: 2\na: 3\n", "f", diagnostics);
        Assert.Equal("f:3:1: error PIM0104: 'a' is given twice (first in line 1)", Assert.Single(diagnostics.Sorted()).ToString());
    }

    [Fact]
    public void DepthAndSizeAreBounded()
    {
        DiagnosticBag deep = new();
        Assert.Null(StrictYaml.Parse("a: " + new string('[', 100_000), "f", deep));
        Assert.Equal("PIM0102", Assert.Single(deep.Sorted()).Code);

        DiagnosticBag large = new();
        Assert.Null(StrictYaml.Parse("a: " + new string('x', StrictYaml.MaxLength), "f", large));
        Assert.Equal("PIM0101", Assert.Single(large.Sorted()).Code);
    }

    [Fact]
    public void LargeFileIsNotRead()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream stream = File.OpenWrite(path))
            {
                stream.SetLength(1L << 32);
            }

            DiagnosticBag diagnostics = new();
            Assert.Null(StrictYaml.Load(path, diagnostics));
            Assert.Equal("PIM0101", Assert.Single(diagnostics.Sorted()).Code);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void AliasBombStaysSmall()
    {
        string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 20; i++)
        {
            text += $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n";
        }

        DiagnosticBag diagnostics = new();
        YamlMapping? map = StrictYaml.Parse(text, "f", diagnostics);

        Assert.All(diagnostics.Sorted(), d => Assert.Equal("PIM0103", d.Code));
        Assert.Equal(20 + (19 * 9), diagnostics.Sorted().Count);
        Assert.Equal(20, map!.Entries.Count);
    }

    [Fact]
    public void FindingsAreBounded()
    {
        DiagnosticBag diagnostics = new();
        StrictYaml.Parse("a: [" + string.Concat(Enumerable.Repeat("*x, ", 20_000)) + "]\n", "f", diagnostics);
        Assert.Equal(DiagnosticBag.MaxFindings + 1, diagnostics.Sorted().Count);
        Assert.Equal("PIM0116", diagnostics.Sorted()[^1].Code);
    }

    [Fact]
    public void AnyTextIsReadOrRefused() =>
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 24]
            .ForEach(8_000, parts =>
                {
                    DiagnosticBag diagnostics = new();
                    YamlMapping? map = StrictYaml.Parse(string.Concat(parts), "f", diagnostics);
                    Assert.True(map is not null || diagnostics.HasErrors);
                });
}
