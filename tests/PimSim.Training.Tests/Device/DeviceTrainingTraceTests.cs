using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Training.Tests;

/// <summary>The commands of training, judged by code that shares nothing with the controller.</summary>
public sealed class DeviceTrainingTraceTests
{
    private const int Batch = 20;

    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void TracesKeepEveryRule(string device) => Verify(device, new TrainingOptions());

    [Theory]
    [InlineData("hbm2-2000-pim", TrainingMethod.ReCu)]
    [InlineData("ddr4-2400-pim", TrainingMethod.StandardizedClipping)]
    [InlineData("hbm2-2000-pim", TrainingMethod.XnorNet)]
    [InlineData("ddr4-2400-pim", TrainingMethod.Sign)]
    public void SoDoThoseOfOtherMethodsWithMomentum(string device, TrainingMethod method) => Verify(device, new TrainingOptions
    {
        Method = method,
        ActivationGradient = ActivationGradient.PiecewisePolynomial,
        Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, Decay = 1e-3f },
    });

    private static void Verify(string device, TrainingOptions options)
    {
        DeviceModel model = DeviceModelLoader.Load(device, []);
        var verifier = new CommandVerifier(model);
        var steps = new DeviceSteps(SmallNetwork.Template, model, options with { BatchSize = Batch, Epochs = 1 }, new Sink(verifier));
        ProgramRun run = steps.Next();

        VerificationResult result = verifier.Finish();
        Assert.Equal(steps.Training.CommandsExecuted, result.Commands);
        Assert.True(result.Violations == 0, string.Join(Environment.NewLine, result.Details.Take(5)));
        Assert.Equal(TrainingTime.OfStep(steps.Placement, Batch, TestContext.Current.CancellationToken).Cycles, run.Cycles);
    }

    private sealed class Sink(CommandVerifier verifier) : ICommandSink
    {
        public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output) => verifier.Add(command);
    }
}
