using PimSim.Core;

namespace PimSim.Models.Tests;

/// <summary>Numbers and rows that do not fit each other: one fault, one number, at its place.</summary>
public sealed class ConsistencyTests
{
    private static readonly string Ddr4 = DeviceCatalog.Read(DeviceCatalog.DeviceFile("ddr4-2400"))!;
    private static readonly string Standard = DeviceCatalog.Read(DeviceCatalog.StandardFile("ddr4"))!;

    /// <summary>What is wrong with the devices that ship: true of the published numbers, and nothing else.</summary>
    [Theory]
    [InlineData("ddr4-2400", "PIM0156 WR-RDA")]
    [InlineData("ddr4-2400-validation", "PIM0156 WR-RDA")]
    [InlineData("ddr4-2400-pim", "PIM0156 WR-RDA, PIM0156 LOAD-INPUT-ROW")]
    [InlineData("gddr6-14000", "PIM0154 FAW, PIM0156 RRD_L, PIM0156 RRD_L-REFpb")]
    [InlineData("hbm2-2000", "PIM0154 FAW, PIM0156 RRD_L, PIM0156 RRD_L-REFpb")]
    [InlineData("hbm2-2000-validation", "PIM0154 FAW, PIM0156 RRD_L, PIM0156 RRD_L-REFpb")]
    [InlineData("hbm2-2000-pim", "PIM0154 FAW, PIM0156 RRD_L, PIM0156 RRD_L-REFpb, PIM0156 LOAD-INPUT-ROW")]
    [InlineData("hbm3-6400", "PIM0153 RC")]
    [InlineData("lpddr5-6400", "PIM0156 RRD_L, PIM0156 RRD_L-REFpb")]
    public void ShippedDevicesHaveOnlyTrueDoubts(string name, string expected)
    {
        DeviceModel model = DeviceModelLoader.Load(name, []);

        Assert.Empty(model.Warnings);
        Assert.All(model.Doubts, d => Assert.Equal(DiagnosticSeverity.Warning, d.Severity));
        Assert.Equal(expected, string.Join(", ", model.Doubts.Select(d => $"{d.Code} {d.Message.Split('\'')[1].Replace("timing.", "", StringComparison.Ordinal)}")));
    }

    [Theory]
    [InlineData("RC: 55", "RC: 54", "PIM0151", "'timing.RC' is 54, less than RAS + RP (39 + 16 = 55)", DiagnosticSeverity.Error)]
    [InlineData("RC: 55", "RC: 56", "PIM0153", "'timing.RC' is 56, more than RAS + RP (39 + 16 = 55)", DiagnosticSeverity.Warning)]
    [InlineData("FAW: 26", "FAW: 3", "PIM0152", "'timing.FAW' is 3, less than RRD_S (4)", DiagnosticSeverity.Error)]
    [InlineData("FAW: 26", "FAW: 15", "PIM0154", "'timing.FAW' is 15, less than 4 RRD_S (16): the window never binds", DiagnosticSeverity.Warning)]
    public void ParametersThatDoNotFit(string old, string changed, string code, string message, DiagnosticSeverity severity)
    {
        string text = Ddr4.Replace($"  {old}\n", $"  {changed}\n", StringComparison.Ordinal);
        using TinyModel folder = new(device: text);

        Diagnostic found = Assert.Single(DeviceModelLoader.Validate(folder.DevicePath), d => d.Code != "PIM0156");

        Assert.Equal((code, message, severity, folder.DevicePath), (found.Code, found.Message, found.Severity, found.File));
        Assert.Equal(text[..text.IndexOf($"  {changed}\n", StringComparison.Ordinal)].Count(c => c == '\n') + 1, found.Line);
        Assert.Equal(severity == DiagnosticSeverity.Error, Record.Exception(() => folder.Load()) is UserErrorException);
    }

    [Theory]
    [InlineData("RC: 55", "RC: 55")]
    [InlineData("FAW: 26", "FAW: 16")]
    public void ParametersThatJustFit(string old, string changed)
    {
        using TinyModel folder = new(device: Ddr4.Replace($"  {old}\n", $"  {changed}\n", StringComparison.Ordinal));
        Assert.DoesNotContain(DeviceModelLoader.Validate(folder.DevicePath), d => d.Code != "PIM0156");
    }

    [Fact]
    public void PrechargeOfOneBankCountsWhereThereAreTwo()
    {
        // LPDDR5: 34 + 15 is RC, 34 + 17 is not.
        Assert.DoesNotContain(DeviceModelLoader.Load("lpddr5-6400", []).Doubts, d => d.Code is "PIM0151" or "PIM0153");
        Assert.Contains(DeviceModelLoader.Load("lpddr5-6400", ["timing.RPpb=14"]).Doubts, d => d.Code == "PIM0153");
    }

    /// <summary>Exploration changes one number at a time; it is not refused for that.</summary>
    [Fact]
    public void WhatSetMovesIsOnlyDoubted()
    {
        Diagnostic found = Assert.Single(DeviceModelLoader.Load("ddr4-2400", ["timing.RP=17"]).Doubts, d => d.Code != "PIM0156");
        Assert.Equal(("PIM0151", DiagnosticSeverity.Warning), (found.Code, found.Severity));
    }

    [Theory]
    [InlineData("PIM0155", "    - {name: CCD_S-RD, level: rank, from: READS, to: READS, latency: CCD_S}", "    - {name: CCD_S-RD, level: rank, from: READS, to: WRITES, latency: CCD_S}", "no row keeps 'RD' apart from the next 'RD'")]
    [InlineData("PIM0156", "latency: RRD_L}", "latency: RRD_S}", "row 'RRD_L' never binds with these numbers: 'RRD_S' asks for as much in as wide a scope")]
    [InlineData("PIM0156", "from: ACT, to: PDEA, latency: ACTPDEN}", "from: ACT, to: PDEA, latency: 0 * ACTPDEN}", "row 'ACTPDEN' never binds with these numbers: it asks for no distance")]
    [InlineData("PIM0156", "latency: FAW, window: 4}", "latency: FAW - 11, window: 4}", "row 'FAW' never binds with these numbers: its commands are 4 cycles apart, 4 of them more than the window")]
    public void RowsThatAreDoubtful(string code, string old, string changed, string message)
    {
        old = old.TrimStart();
        Assert.Contains(old, Standard, StringComparison.Ordinal);
        string text = Standard.Replace(old, changed.TrimStart(), StringComparison.Ordinal);
        text = code == "PIM0155" ? text.Replace("from: READS, to: READS, latency: CCD_L}", "from: READS, to: WRITES, latency: CCD_L}", StringComparison.Ordinal) : text;
        using TinyModel folder = new(device: Ddr4.Replace("standard: ddr4", "standard: tiny", StringComparison.Ordinal), standard: text);

        IReadOnlyList<Diagnostic> found = DeviceModelLoader.Validate(folder.DevicePath);

        Diagnostic one = Assert.Single(found, d => d.Message == message);
        Assert.Equal((code, DiagnosticSeverity.Warning, folder.StandardPath), (one.Code, one.Severity, one.File));
        Assert.True(one.Line > 1);
        Assert.NotNull(folder.Load());
    }
}
