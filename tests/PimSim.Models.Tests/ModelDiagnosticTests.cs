using CsCheck;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Models.Tests;

/// <summary>One fault, one number, at the right line.</summary>
public sealed class ModelDiagnosticTests
{
    [Fact]
    public void TheTinyModelIsSound()
    {
        using TinyModel tiny = new();
        Assert.Empty(DeviceModelLoader.Validate(tiny.DevicePath));
        Assert.Empty(DeviceModelLoader.Validate(tiny.StandardPath));
        Assert.Empty(DeviceModelLoader.Validate(tiny.ProcessingPath));
    }

    [Theory]
    [InlineData("PIM0100", "description: tiny", "description: @tiny")]
    [InlineData("PIM0103", "  chips: 2", "  chips: &two 2")]
    [InlineData("PIM0104", "  ranks: 1", "  channels: 1\n  ranks: 1")]
    [InlineData("PIM0105", "  first: simd", "  frist: simd")]
    [InlineData("PIM0106", "  CL: 3\n", "", "timing:", 1)]
    [InlineData("PIM0107", "  CL: 3", "  CL: three")]
    [InlineData("PIM0107", "  CL: 3", "  CL: 3.5")]
    [InlineData("PIM0107", "  CL: 3", "  CL: [3]")]
    [InlineData("PIM0107", "  macsPerCycle: 2", "  macsPerCycle: 2.5")]
    [InlineData("PIM0107", "description: tiny", "description: [tiny]")]
    [InlineData("PIM0108", "  CL: 3", "  CL: -3")]
    [InlineData("PIM0108", "  rows: 16", "  rows: 0")]
    [InlineData("PIM0108", "{value: 2, unit: ns, source: test}", "{value: 0, unit: ns, source: test}")]
    [InlineData("PIM0109", "  first: simd", "  first: gpu")]
    [InlineData("PIM0109", "  simdFormat: fp32", "  simdFormat: fp8")]
    [InlineData("PIM0109", "{value: 2, unit: ns, source: test}", "{value: 2, unit: s, source: test}")]
    [InlineData("PIM0110", "format: pimsim-device/1", "format: pimsim-device/2")]
    [InlineData("PIM0121", "standard: tiny", "standard: ddr5")]
    [InlineData("PIM0121", "standard: tiny", "standard: ../standards/tiny")]
    [InlineData("PIM0122", "processing: tiny-pim", "processing: near-bnak")]
    [InlineData("PIM0123", "  source: test\n  RC: {value: 21, unit: ns, source: other}", "  RC: {value: 21, unit: ns, source: other}", "  CL: 3", -1)]
    [InlineData("PIM0124", "  RC: {value: 21, unit: ns, source: other}", "  RC: {value: 21, unit: mA, source: other}")]
    [InlineData("PIM0124", "  VDD: 1.5", "  VDD: {value: 1500, unit: mV}")]
    [InlineData("PIM0125", "placement:", "inArray: {rows: 3}\nplacement:")]
    [InlineData("PIM0125", "placement:", "analogue: {adcBits: 3}\nplacement:")]
    [InlineData("PIM0126", "  columns: 32", "  columns: 30", "organization:", 1)]
    [InlineData("PIM0126", "  laneBits: 32", "  laneBits: 64", "  banksPerUnit: 2", -1)]
    [InlineData("PIM0126", "  pseudoChannels: 1", "  pseudoChannels: 2", "organization:", 1)]
    [InlineData("PIM0127", "processing: tiny-pim", "processing: tiny")]
    public void DeviceFileFaults(string code, string old, string changed, string? at = null, int shift = 0)
    {
        using TinyModel tiny = new(device: Change(TinyModel.Device, old, changed));
        AssertOnly(code, tiny.DevicePath, LineOf(TinyModel.Device, at ?? old) + shift, tiny);
    }

    [Theory]
    [InlineData("PIM0123", "source: test\n", "", 1)]
    [InlineData("PIM0130", "RC + EXTRA", "RC + ", 0)]
    [InlineData("PIM0130", "RC + EXTRA", "avg(RC)", 0)]
    [InlineData("PIM0131", "RC + EXTRA", "RC + EXTRAS", 0)]
    [InlineData("PIM0132", "RC / 2", "RC / (2 - 2)", 0)]
    [InlineData("PIM0133", "REFI * 2", "REFI * 0", 0)]
    [InlineData("PIM0133", "RC + EXTRA", "RC * 999999999", 0)]
    [InlineData("PIM0134", "1 + EXTRA", "1 + n", 0)]
    [InlineData("PIM0135", "RC / 2", "((((((((((((((((((((((((((((((((RC))))))))))))))))))))))))))))))))", 0)]
    [InlineData("PIM0140", "from: BOTH", "from: [ACT, REFabb]", 0)]
    [InlineData("PIM0142", "scope: bank,", "scope: bonk,", 0)]
    [InlineData("PIM0142", "level: bank,", "level: pseudo-channel,", 0)]
    [InlineData("PIM0143", "bus: command,", "bus: commando,", 0)]
    [InlineData("PIM0144", "to: REFab, latency: RC / 2", "to: ACT, latency: RC / 2", -3)]
    [InlineData("PIM0145", ", energy: {refresh: 0.0000015}", "", 0)]
    [InlineData("PIM0146", "name: REF,", "name: RC,", 0)]
    [InlineData("PIM0148", "(IDD0 - IDD3N)", "(IDD3N - IDD0)", 9)]
    [InlineData("PIM0149", "BL: BURST / 2", "BL: BURST / 2\n  RC: 1", 1)]
    public void StandardFileFaults(string code, string old, string changed, int shift)
    {
        using TinyModel tiny = new(standard: Change(TinyModel.Standard, old, changed));
        int line = LineOf(TinyModel.Standard, old) + shift;
        AssertOnly(code, tiny.StandardPath, code is "PIM0123" ? 1 : line, tiny);
    }

    [Theory]
    [InlineData("PIM0141", "PIM_XNOR_ACC: {scope", "ACT: {scope", "PIM_XNOR_ACC", "ACT")]
    [InlineData("PIM0147", "n * XNOR", "n * n * XNOR", "", "")]
    [InlineData("PIM0149", "XNOR: {about", "CL: {about", "", "")]
    public void ProcessingFileFaults(string code, string old, string changed, string oldElsewhere, string newElsewhere)
    {
        string text = Change(TinyModel.Processing, old, changed);
        text = oldElsewhere.Length == 0 ? text : text.Replace(oldElsewhere, newElsewhere, StringComparison.Ordinal);
        using TinyModel tiny = new(processing: text);

        IReadOnlyList<Diagnostic> found = DeviceModelLoader.Validate(tiny.DevicePath);

        Assert.Contains(found, d => d.Code == code && d.File == tiny.ProcessingPath && d.Line == LineOf(TinyModel.Processing, old));
    }

    [Fact]
    public void OneCommandAnOperation()
    {
        const string line = "  PIM_XNOR_ACC: {scope";
        int start = TinyModel.Processing.IndexOf(line, StringComparison.Ordinal);
        string command = TinyModel.Processing[start..TinyModel.Processing.IndexOf('\n', start)];
        string text = TinyModel.Processing.Insert(start, command.Replace("PIM_XNOR_ACC", "PIM_AGAIN", StringComparison.Ordinal) + "\n")
            .Replace("[PIM_XNOR_ACC, ", "[PIM_XNOR_ACC, PIM_AGAIN, ", StringComparison.Ordinal);
        using TinyModel tiny = new(processing: text);
        AssertOnly("PIM0150", tiny.ProcessingPath, LineOf(TinyModel.Processing, line) + 1, tiny);
    }

    [Fact]
    public void UnknownModelNamesTheNearest()
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => DeviceModelLoader.Load("hbm2-2000-pin", []));
        Diagnostic only = Assert.Single(e.Diagnostics);
        Assert.Equal("PIM0120", only.Code);
        Assert.Equal("did you mean 'hbm2-2000-pim'?", only.Remedy);
    }

    [Fact]
    public void MissingFileIsReported() =>
        Assert.Equal("PIM0111", Assert.Single(DeviceModelLoader.Validate("no/such/model.yaml")).Code);

    [Fact]
    public void UnknownKeyNamesTheNearestWithPlace()
    {
        using TinyModel tiny = new(device: Change(TinyModel.Device, "  thresholdEntries: 8", "  thresholdEntrys: 8"));
        IReadOnlyList<Diagnostic> found = DeviceModelLoader.Validate(tiny.DevicePath);
        Assert.Equal("PIM0106 PIM0105", string.Join(' ', found.Select(d => d.Code)));
        int line = LineOf(TinyModel.Device, "  thresholdEntries: 8");
        Assert.Equal(
            $"{tiny.DevicePath}:{line}:3: error PIM0105: unknown key 'unit.thresholdEntrys'; did you mean 'thresholdEntries'?",
            found[1].ToString());
    }

    [Fact]
    public void TenFaultsAreShownAtOnce()
    {
        (string Old, string New, string Code)[] faults =
        [
            ("description: tiny", "description: [tiny]", "PIM0107"),
            ("{value: 2, unit: ns, source: test}", "{value: 2, unit: hours, source: test}", "PIM0109"),
            ("  chips: 2", "  chips: two", "PIM0107"),
            ("  rows: 16", "  rows: -16", "PIM0108"),
            ("  RC: {value: 21, unit: ns, source: other}", "  RC: {value: 21, unit: V, source: other}", "PIM0124"),
            ("  IDD0: 40", "  IDD0: &a 40", "PIM0103"),
            ("  XNOR: 5", "  XNOR: five", "PIM0107"),
            ("  overflow: error", "  overflow: explode", "PIM0109"),
            ("  policy: all-bank", "  policy: never", "PIM0109"),
            ("  first: simd", "  first: simd\n  second: host", "PIM0105"),
        ];
        string text = faults.Aggregate(TinyModel.Device, (t, f) => Change(t, f.Old, f.New));
        using TinyModel tiny = new(device: text);

        UserErrorException e = Assert.Throws<UserErrorException>(() => tiny.Load());

        IEnumerable<(string, int)> expected = faults.Select(f => (f.Code, LineOf(text, f.New.Split('\n')[^1])));
        Assert.Equal(expected, e.Diagnostics.Where(d => d.Code != "PIM0126").Select(d => (d.Code, d.Line)));
        Assert.All(e.Diagnostics, d => Assert.Equal(tiny.DevicePath, d.File));
        Assert.Equal(e.Diagnostics, DeviceModelLoader.Validate(tiny.DevicePath));
    }

    [Fact]
    public void NumbersThatExplodeAreRefused()
    {
        string power(string name) => string.Join('*', Enumerable.Repeat(name, 100));
        using TinyModel tiny = new(standard: TinyModel.Standard.Replace(
            "standby:", $"  E1: {power("TCK")}\n  E2: {power("E1")}\n  E3: {power("E2")}\nstandby:", StringComparison.Ordinal));
        Assert.Contains(DeviceModelLoader.Validate(tiny.DevicePath), d => d.Code == "PIM0133");
    }

    /// <summary>Lines lost, doubled, cut or exchanged: whatever comes of it, faults are reported and nothing else happens.</summary>
    [Fact]
    public void BrokenFilesAreRefusedOrRead()
    {
        Gen<(int File, int Line, int Other, int Kind)> damage = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 60], Gen.Int[0, 60], Gen.Int[0, 4]);
        damage.Array[1, 4].ForEach(60, list =>
            {
                string[][] files = [TinyModel.Device.Split('\n'), TinyModel.Standard.Split('\n'), TinyModel.Processing.Split('\n')];
                foreach ((int file, int at, int other, int kind) in list)
                {
                    string[] lines = files[file];
                    int i = at % lines.Length;
                    string line = lines[i];
                    lines[i] = kind switch
                    {
                        0 => "",
                        1 => line + "\n" + line,
                        2 => line[..(line.Length / 2)],
                        3 => lines[other % lines.Length],
                        _ => line.Replace(':', ' '),
                    };
                }

                using TinyModel tiny = new(string.Join('\n', files[0]), string.Join('\n', files[1]), string.Join('\n', files[2]));
                bool sound = DeviceModelLoader.Validate(tiny.DevicePath).All(d => d.Severity == DiagnosticSeverity.Warning);
                Assert.Equal(sound, Record.Exception(() => tiny.Load()) is null);
            });
    }

    private static void AssertOnly(string code, string file, int line, TinyModel tiny)
    {
        IReadOnlyList<Diagnostic> found = DeviceModelLoader.Validate(tiny.DevicePath);
        Assert.True(found.Count > 0 && found.All(d => d.Code == code), string.Join('\n', found));
        Assert.Equal((file, line), (found[0].File, found[0].Line));
        Assert.True(found[0].Column > 0);
    }

    private static string Change(string text, string old, string changed)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + changed + text[(at + old.Length)..];
    }

    private static int LineOf(string text, string part) =>
        text[..text.IndexOf(part, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
}
