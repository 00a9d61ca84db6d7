namespace PimSim.Driver.Tests;

/// <summary>Cycles of kernels against those of the published HBM-PIM simulator; no parameter is fitted.</summary>
public sealed class PublishedCyclesTests
{
    private const double Tolerance = 0.10;

    [Theory]
    [InlineData(KernelKind.Gemv, 1024, 4096, 13_166)]
    [InlineData(KernelKind.Gemv, 2048, 4096, 13_166)]
    [InlineData(KernelKind.Gemv, 4096, 4096, 13_166)]
    [InlineData(KernelKind.Gemv, 8192, 8192, 51_905)]
    [InlineData(KernelKind.Gemv, 4096, 1024, 3_662)]
    [InlineData(KernelKind.Add, 1 << 20, 1, 3_349)]
    [InlineData(KernelKind.Add, 2 << 20, 1, 5_926)]
    [InlineData(KernelKind.Add, 4 << 20, 1, 11_806)]
    [InlineData(KernelKind.Add, 8 << 20, 1, 23_185)]
    public void CyclesAreThePublishedOnes(KernelKind kind, int outputs, int inputs, long published)
    {
        var kernel = new PimKernel(KernelModels.Published, KernelModels.Shape(kind, outputs, inputs));

        long cycles = kernel.Time(CancellationToken.None).Run.Cycles;

        Assert.InRange(cycles, published * (1 - Tolerance), published * (1 + Tolerance));
    }

    [Theory]
    [InlineData(KernelKind.Gemv, 4096, 4096, 36_082)]
    [InlineData(KernelKind.Add, 1 << 20, 1, 6_651)]
    [InlineData(KernelKind.Add, 2 << 20, 1, 13_255)]
    [InlineData(KernelKind.Add, 4 << 20, 1, 26_856)]
    [InlineData(KernelKind.Add, 8 << 20, 1, 53_063)]
    public void PlainMemoryTakesThePublishedCycles(KernelKind kind, int outputs, int inputs, long published)
    {
        KernelShape shape = KernelModels.Shape(kind, outputs, inputs);

        PlainRun run = PlainKernel.Time(shape, KernelModels.Published, KernelModels.Small("organization.pseudoChannels=1"), CancellationToken.None);

        Assert.InRange(run.Cycles, published * (1 - Tolerance), published * (1 + Tolerance));
        Assert.Equal(shape.Results / 16, run.Writes);
    }

    [Fact]
    public void PeakIsOneColumnOfEveryUnitEveryFourCycles()
    {
        KernelRun run = new PimKernel(KernelModels.Published, KernelShape.Gemv(4096, 4096, 1)).Time(CancellationToken.None);

        Assert.Equal(8192, run.PeakCycles);
        Assert.Equal(4096L * 4096 / 16, run.ColumnAccesses - (512 * 8));
        Assert.InRange((double)run.PeakCycles / run.Run.Cycles, 0.6, 0.64);
        Assert.Null(run.Energy);
        Assert.Null(run.Check);
    }

    [Fact]
    public void OutputsOfOneTileCostTheSame()
    {
        long Cycles(int outputs) => new PimKernel(KernelModels.Published, KernelShape.Gemv(outputs, 512, 1)).Time(CancellationToken.None).Run.Cycles;

        Assert.Equal(Cycles(1), Cycles(4096));
        Assert.True(Cycles(4097) > Cycles(4096) * 3 / 2);
    }
}
