using PimSim.Core;

namespace PimSim.Models.Tests;

/// <summary>Faults of what a model says about its memory controller.</summary>
public sealed class ControllerDiagnosticTests
{
    [Theory]
    [InlineData("PIM0170", "organization.rows=65535", "controller.mapping=row : bank : bank-group : column")]
    [InlineData("PIM0171", "controller.mapping=row : nothing")]
    [InlineData("PIM0172", "controller.drainStart=8", "controller.drainStop=9")]
    [InlineData("PIM0173", "refresh.policy=per-bank")]
    public void It_is_refused(string code, params string[] settings)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => DeviceModelLoader.Load("ddr4-2400", settings));
        Assert.Contains(code, fault.Diagnostics.Select(d => d.Code), StringComparer.Ordinal);
    }
}
