using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>What networks with branches are refused for.</summary>
public sealed class ResidualFaultTests
{
    private static readonly DeviceModel Device = SmallDevice.Load("hbm");

    [Fact]
    public void A_unit_without_a_second_vector_register_cannot_pool_or_add() =>
        Refused("PIM0454", "operation 'pool' needs 2 vector registers", () => Placement.Create(
            SmallDevice.Load("hbm", "unit.vectorRegisters=1"), WorkloadBuilder.Build(Samples.Residual(), Device)));

    [Fact]
    public void The_plain_inference_takes_chains_only() =>
        Refused("PIM0455", "'sample', whose tensors branch or are worked on between layers", () => PlainInference.Run(Device, WorkloadBuilder.Build(Samples.Residual(), Device), 1, CancellationToken.None));

    [Fact]
    public void A_scale_beyond_fp32_is_refused()
    {
        BnnNetwork sample = Samples.Residual();
        var network = new BnnNetwork
        {
            Name = sample.Name,
            Input = sample.Input,
            Classes = sample.Classes,
            Nodes = [.. sample.Nodes.Select(n => n is BatchNormNode norm ? norm with { Gamma = [1, 3e38f], Variance = [1, 1e-12f], Epsilon = 0 } : n)],
        };
        Refused("PIM0456", "'norm' gives a scale or shift beyond fp32 in channel 1", () => new NaiveEvaluator(network));
    }

    [Fact]
    public void Scores_that_are_counts_with_true_0_padding_are_refused()
    {
        BnnNetwork sample = Samples.Residual();
        var network = new BnnNetwork
        {
            Name = sample.Name,
            Input = sample.Input,
            Classes = [.. Enumerable.Range(0, 32).Select(i => $"class {i}")],
            Nodes = [.. sample.Nodes.Take(3)],
        };
        Refused("PIM0451", "layer 'binary' gives class scores as counts", () => WorkloadBuilder.Build(network, Device));
    }

    private static void Refused(string code, string message, Func<object> action)
    {
        Diagnostic fault = Assert.Single(Assert.Throws<UserErrorException>(action).Diagnostics);
        Assert.Equal(code, fault.Code);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }
}
