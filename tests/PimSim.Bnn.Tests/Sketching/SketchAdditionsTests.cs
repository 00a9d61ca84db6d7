using PimSim.Core;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Bnn.Tests.Sketching;

/// <summary>Bases of sketched layers as additions on banks, against plain dot products with their signs.</summary>
public sealed class SketchAdditionsTests
{
    [Theory]
    [InlineData("hbm", 1)]
    [InlineData("hbm", 4)]
    [InlineData("ddr", 3)]
    public void Sums_are_those_of_the_bases_and_their_traces_keep_every_rule(string device, int sideBySide)
    {
        DeviceModel model = SmallDevice.Load(device, "refresh.first=500");
        SketchedNetwork sketched = Sketch("conv2", "conv3");
        Assert.Equal("1 2", string.Join(' ', sketched.Layers.Select(l => l.Groups)));
        foreach (LayerSketch layer in sketched.Layers)
        {
            int[] inOrder = [.. Enumerable.Range(0, layer.Tree.Bases)];
            Compare(model, layer, SketchAdditions.Separate(layer), inOrder, sideBySide);
            Compare(model, layer, SketchAdditions.Associative(layer), [.. layer.Tree.Steps.Select(s => s.Base)], sideBySide);
        }
    }

    [Fact]
    public void Plans_have_the_additions_of_the_tree()
    {
        LayerSketch layer = Sketch("conv2").Layers[0];
        Assert.Equal(layer.Tree.PlainAdditions, SketchAdditions.Separate(layer).Additions);
        Assert.Equal(layer.Tree.TreeAdditions, SketchAdditions.Associative(layer).Additions);
        Assert.Equal(64, layer.OutputPositions);
    }

    private static void Compare(DeviceModel model, LayerSketch layer, AdditionPlan plan, int[] bases, int sideBySide)
    {
        var kernel = new AdditionKernel(model, plan, sideBySide);
        var random = new PhiloxStream(9, 9);
        sbyte[] inputs = new sbyte[kernel.Positions * plan.Operands];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = (sbyte)(random.NextInt(3) - 1);
        }

        var verifier = new CommandVerifier(model);
        AdditionRun run = kernel.Execute(inputs, new Sink(verifier), TestContext.Current.CancellationToken);
        VerificationResult result = verifier.Finish();
        Assert.True(result.Violations == 0, string.Join(Environment.NewLine, result.Details.Take(5)));
        Assert.Equal(run.CommandsExecuted, result.Commands);
        for (int i = 0; i < run.Sums.Length; i++)
        {
            int filter = bases[i % bases.Length] % layer.Weights.Channels;
            int count = layer.Weights.Positions;
            ReadOnlySpan<sbyte> signs = layer.Weights.Signs(bases[i % bases.Length] / layer.Weights.Channels).Slice(filter * count, count);
            int first = (i / bases.Length * plan.Operands) + (filter / (layer.Weights.Channels / layer.Groups) * count);
            int dot = 0;
            for (int p = 0; p < count; p++)
            {
                dot += signs[p] * inputs[first + p];
            }

            Assert.Equal(dot, run.Sums[i]);
        }
    }

    private static SketchedNetwork Sketch(params string[] layers) =>
        NetworkSketching.Run(SketchableNetwork.Make(1), new SketchOptions { Bits = 2, Layers = layers }, TestContext.Current.CancellationToken);

    private sealed class Sink(CommandVerifier verifier) : ICommandSink
    {
        public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output) => verifier.Add(command);
    }
}
