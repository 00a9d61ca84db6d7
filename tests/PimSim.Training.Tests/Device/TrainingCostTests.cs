using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training.Tests;

public sealed class TrainingCostTests
{
    private static readonly DeviceModel Model = DeviceModelLoader.Load("hbm2-2000-pim", []);

    [Theory]
    [InlineData(40, 2, 2)]
    [InlineData(50, 2, 3)]
    [InlineData(12, 0, 1)]
    public void PhasesAndLayersOfAnEpochAddUp(int images, int full, int steps)
    {
        TrainingCost cost = Cost(Model, images);
        Assert.Equal((full, steps), (cost.FullSteps, cost.Steps));
        Assert.Equal("conv1 conv2 dense", string.Join(" ", cost.Layers));
        long cycles = 0;
        foreach (TrainingPhase phase in Enum.GetValues<TrainingPhase>())
        {
            for (int layer = 0; layer < 3; layer++)
            {
                Assert.True(cost.CyclesOf(phase, layer) > 0 && cost.EnergyOf(phase, layer) > 0, $"{phase} of layer {layer} is free");
                cycles += cost.CyclesOf(phase, layer);
            }
        }

        Assert.Equal(cost.EpochCycles, cycles);
        Assert.True(cost.EpochHostMacs > 0);
        Assert.True(cost.Store.Cycles > 0);
    }

    [Fact]
    public void OnlyDomainsThatWorkCountToLayers()
    {
        TrainingCost cost = Cost(Model, 40);
        Assert.Equal(2, cost.Placement.Workers);
        Assert.Equal((0, 2), (cost.Placement.DomainOf(0), cost.Placement.DomainOf(1)));
        Assert.True(cost.EpochIdleEnergy > 0);
    }

    [Fact]
    public void WhatHasNoProgramIsRefusedByName()
    {
        Assert.Equal("PIM0841", Refused(new TrainingOptions { Format = NumberFormat.Bf16 }, Model));
        Assert.Equal("PIM0470", Refused(new TrainingOptions(), DeviceModelLoader.Load("hbm2-2000-pim", ["unit.vectorRegisters=8"])));
        Assert.Equal("PIM0471", Refused(new TrainingOptions(), DeviceModelLoader.Load("hbm2-2000-pim", ["organization.columns=16"])));
    }

    /// <summary>What other methods and optimizers take besides: phases and layers still add up, and nothing is free.</summary>
    [Theory]
    [InlineData(TrainingMethod.StandardizedClipping)]
    [InlineData(TrainingMethod.ReCu)]
    [InlineData(TrainingMethod.Sign)]
    [InlineData(TrainingMethod.XnorNet)]
    public void MethodsHaveCostsOfTheirOwn(TrainingMethod method)
    {
        TrainingCost plain = Cost(Model, 40);
        TrainingCost cost = TrainingCost.Create(Model, SmallNetwork.Template, new TrainingOptions { BatchSize = 20, Method = method }, 40, TestContext.Current.CancellationToken);
        Assert.NotEqual(plain.CyclesOf(TrainingPhase.Update, 1), cost.CyclesOf(TrainingPhase.Update, 1));
        Assert.Equal(cost.EpochCycles, Enum.GetValues<TrainingPhase>().Sum(p => Enumerable.Range(0, 3).Sum(l => cost.CyclesOf(p, l))));
        Assert.True(cost.EnergyOf(TrainingPhase.Update, 1) > 0);
    }

    [Fact]
    public void DescentIsCheaperThanAdam()
    {
        var options = new TrainingOptions { BatchSize = 20, Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd } };
        TrainingCost descent = TrainingCost.Create(Model, SmallNetwork.Template, options, 40, TestContext.Current.CancellationToken);
        Assert.True(descent.CyclesOf(TrainingPhase.Update, 2) < Cost(Model, 40).CyclesOf(TrainingPhase.Update, 2));
    }

    private static string Refused(TrainingOptions options, DeviceModel model) => Assert.Throws<UserErrorException>(
        () => TrainingCost.Create(model, SmallNetwork.Template, options, 40, TestContext.Current.CancellationToken)).Diagnostics[0].Code;

    private static TrainingCost Cost(DeviceModel model, int images) =>
        TrainingCost.Create(model, SmallNetwork.Template, new TrainingOptions { BatchSize = 20 }, images, TestContext.Current.CancellationToken);
}
