using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Kernels and devices that do not go together.</summary>
public sealed class KernelRefusalTests
{
    [Theory]
    [InlineData("PIM0700", "hbm2-2000")]
    [InlineData("PIM0709", "hbm2-2000-pim")]
    [InlineData("PIM0720", "hbm2-pim-fp16", "unit.banksPerUnit=4")]
    [InlineData("PIM0720", "hbm2-pim-fp16", "organization.bankGroups=1")]
    [InlineData("PIM0721", "hbm2-pim-fp16", "organization.rows=32")]
    public void DevicesThatCannotRunItSayWhy(string code, string device, params string[] overrides)
    {
        DeviceModel model = DeviceModelLoader.Load(device, overrides);

        UserErrorException fault = Assert.Throws<UserErrorException>(() => new PimKernel(model, KernelShape.Gemv(4096, 4096, 1)));

        Assert.Equal(code, Assert.Single(fault.Diagnostics).Code);
        Assert.NotNull(fault.Diagnostics[0].Remedy);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1 << 20, 1 << 20, 1)]
    public void SizesOutOfRangeAreRefused(int outputs, int inputs, int batch)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => KernelShape.Gemv(outputs, inputs, batch));

        Assert.Equal("PIM0722", Assert.Single(fault.Diagnostics).Code);
    }
}
