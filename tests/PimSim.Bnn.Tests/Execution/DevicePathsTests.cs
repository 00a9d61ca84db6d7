using PimSim.Core;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

public sealed class DevicePathsTests
{
    internal static readonly string[][] Variants =
    [
        ["hbm2-2000-pim", "organization.channels=1"],
        ["hbm2-2000-pim", "organization.channels=1", "placement.imagesPerGroup=3"],
        ["hbm2-2000-pim", "organization.channels=2", "placement.pixelShards=4", "placement.imagesPerGroup=2"],
        ["hbm2-2000-pim", "organization.channels=1", "placement.pixelShards=2", "unit.inputRegisters=4", "unit.accumulators=16"],
        ["ddr4-2400-pim"],
        ["ddr4-2400-pim", "placement.imagesPerGroup=1", "organization.bankGroups=2"],
        ["hbm2-2000-pim", "organization.channels=1", "placement.first=host"],
        ["hbm2-2000-pim", "organization.channels=1", "organization.bankGroups=1", "organization.banksPerGroup=2", "organization.columns=16"],
    ];

    /// <summary>Fast path, reference path and the naive evaluator agree in every bit; both paths in every cycle, command and attojoule.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void RandomNetworksAgree(int variant)
    {
        DeviceModel model = DeviceModelLoader.Load(Variants[variant][0], Variants[variant][1..]);
        int ran = 0;
        for (ulong seed = 0; ran < 25; seed++)
        {
            BnnNetwork network = RandomNetwork.Make((seed * 8) + (ulong)variant);
            if (TryPlace(network, model))
            {
                Compare(network, model, 1 + (int)(seed % 7), seed);
                ran++;
            }
        }
    }

    /// <summary>The same for networks that were folded elsewhere, first layers in bit planes included.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    public void FoldedNetworksAgree(int variant)
    {
        DeviceModel model = DeviceModelLoader.Load(Variants[variant][0], Variants[variant][1..]);
        int ran = 0;
        int inPlanes = 0;
        int levels = 0;
        for (ulong seed = 0; ran < 20; seed++)
        {
            BnnNetwork network = RandomNetwork.MakeFolded((seed * 8) + (ulong)variant);
            if (TryPlace(network, model))
            {
                Compare(network, model, 1 + (int)(seed % 5), seed);
                IReadOnlyList<LayerPlan> plans = NetworkPlanner.Plan(network);
                inPlanes += plans[0].InputPlanes is null ? 0 : 1;
                levels += plans.Any(p => p.OutputPlanes is not null) ? 1 : 0;
                ran++;
            }
        }

        Assert.InRange(inPlanes, 5, 18);
        Assert.InRange(levels, 2, 18);
    }

    private static bool TryPlace(BnnNetwork network, DeviceModel model)
    {
        try
        {
            Placement.Create(model, WorkloadBuilder.Build(network, model));
            return true;
        }
        catch (UserErrorException e) when (e.Diagnostics.All(d => d.Code is "PIM0420" or "PIM0450" or "PIM0451" or "PIM0706" or "PIM0703" or "PIM1084" or "PIM1085"))
        {
            return false;
        }
    }

    internal static void Compare(BnnNetwork network, DeviceModel model, int images, ulong seed)
    {
        var source = new RandomImages(network, images, seed);
        var reference = new DeviceRun(network, model, reference: true);
        var fast = new DeviceRun(network, model, reference: false);
        InferenceRun slowRun = reference.Run(source);
        InferenceRun fastRun = fast.Run(source, threads: 2);
        Assert.Equal(slowRun.Scores, fastRun.Scores);
        var naive = new NaiveEvaluator(network);
        for (int i = 0; i < images; i++)
        {
            NaiveResult expected = naive.Run(source.Pixels(i));
            Assert.Equal(expected.Prediction, slowRun.Predictions()[i]);
            Assert.Equal(expected.Scores, slowRun.Scores.AsSpan(i * slowRun.Outputs, slowRun.Outputs).ToArray());
        }

        SameTiming(reference.Upload.Run, fast.Upload.Run);
        SameTiming(slowRun.Run, fastRun.Run);
        Assert.Equal(slowRun.Energy!.Total, fastRun.Energy!.Total);
        Assert.Equal(slowRun.Layers, fastRun.Layers);
        Assert.All(slowRun.Layers, l => Assert.True(l.Cycles >= l.PeakCycles, $"{l.Name}: {l.Cycles} cycles below the peak's {l.PeakCycles}"));
        Assert.All(slowRun.Run.Domains, d => Assert.Equal(d.EndCycle, d.PhaseCycles.Sum()));
        Assert.All(slowRun.Run.Domains, d => Assert.Equal(slowRun.Run.Cycles, d.ActiveCycles.Sum() + d.PrechargedCycles.Sum()));
        Assert.Equal(slowRun.CommandsExecuted, slowRun.Run.Domains.Sum(d => d.CommandCounts.Sum()));
    }

    private static void SameTiming(ProgramRun a, ProgramRun b)
    {
        Assert.Equal(a.Cycles, b.Cycles);
        foreach ((DomainTiming x, DomainTiming y) in a.Domains.Zip(b.Domains))
        {
            Assert.Equal(x.EndCycle, y.EndCycle);
            Assert.Equal(x.FirstMarkCycle, y.FirstMarkCycle);
            Assert.Equal(x.PhaseCycles, y.PhaseCycles);
            Assert.Equal(x.CommandCounts, y.CommandCounts);
            Assert.Equal(x.OperandSums, y.OperandSums);
            Assert.Equal(x.ActiveCycles, y.ActiveCycles);
            Assert.Equal(x.PrechargedCycles, y.PrechargedCycles);
        }
    }
}
