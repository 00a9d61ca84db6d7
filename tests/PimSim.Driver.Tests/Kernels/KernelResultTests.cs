using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>What kernels compute on the banks, command by command.</summary>
public sealed class KernelResultTests
{
    [Theory]
    [InlineData(KernelKind.Gemv, 100, 70, 1)]
    [InlineData(KernelKind.Gemv, 300, 400, 2)]
    [InlineData(KernelKind.Gemv, 1, 1, 3)]
    [InlineData(KernelKind.Add, 5000, 1, 1)]
    [InlineData(KernelKind.Mul, 5000, 1, 2)]
    [InlineData(KernelKind.Relu, 9000, 1, 1)]
    public void EveryFormatComputesWhatTheHostDoes(KernelKind kind, int outputs, int inputs, int batch)
    {
        foreach (NumberFormat format in Enum.GetValues<NumberFormat>())
        {
            DeviceModel model = KernelModels.Small($"unit.simdFormat={format.ToString().ToLowerInvariant()}");
            KernelShape shape = KernelModels.Shape(kind, outputs, inputs, batch);
            var kernel = new PimKernel(model, shape);

            KernelRun executed = kernel.Execute(7, CancellationToken.None);

            int lanes = kind == KernelKind.Gemv ? model.Unit!.SimdLanes : 1;
            Assert.Equal(shape.Results * lanes, executed.Check!.Values);
            Assert.Equal(0, executed.Check.Mismatches);
            Assert.True(executed.CommandsExecuted > 0);
            Assert.Equal(kernel.Time(CancellationToken.None).Run.Cycles, executed.Run.Cycles);
            Assert.InRange(executed.Check.MaxAbsoluteError, 0, ErrorBound(kind, format));
        }
    }

    [Fact]
    public void OperandsFollowTheSeed()
    {
        var kernel = new PimKernel(KernelModels.Small(), KernelShape.Gemv(20, 300, 1));

        string Result(ulong seed) => kernel.Execute(seed, CancellationToken.None).Check!.ResultSha256;

        Assert.Equal(Result(1), Result(1), StringComparer.Ordinal);
        Assert.NotEqual(Result(1), Result(2), StringComparer.Ordinal);
    }

    [Fact]
    public void UnitsInSeveralChipsHoldDifferentOutputs()
    {
        DeviceModel model = KernelModels.Small("organization.chips=2", "organization.busBits=128");

        KernelRun run = new PimKernel(model, KernelShape.Gemv(200, 150, 1)).Execute(3, CancellationToken.None);

        Assert.Equal(0, run.Check!.Mismatches);
        Assert.Equal(200 * 16, run.Check.Values);
    }

    [Fact]
    public void RowsOfOtherSizesAreCrossedWhereTheyEnd()
    {
        DeviceModel model = KernelModels.Small("organization.columns=16");

        foreach (KernelKind kind in Enum.GetValues<KernelKind>())
        {
            KernelRun run = new PimKernel(model, KernelModels.Shape(kind, 20_000, kind == KernelKind.Gemv ? 260 : 1)).Execute(3, CancellationToken.None);
            Assert.Equal(0, run.Check!.Mismatches);
        }
    }

    /// <summary>
    /// Operands are multiples of 1/64 below 2 in magnitude: sums of two and clipped values are exact in every format, and so are these sums of
    /// products in fp32; fp16 and bf16 round products, and sums as they grow.
    /// </summary>
    private static double ErrorBound(KernelKind kind, NumberFormat format) => (kind, format) switch
    {
        (KernelKind.Add, NumberFormat.Bf16) => 4.0 / 256,
        (KernelKind.Add or KernelKind.Relu, _) or (_, NumberFormat.Fp32) => 0,
        (KernelKind.Mul, NumberFormat.Fp16) => 4.0 / 2048,
        (KernelKind.Mul, _) => 4.0 / 256,
        (_, NumberFormat.Fp16) => 0.5,
        _ => 4,
    };
}
