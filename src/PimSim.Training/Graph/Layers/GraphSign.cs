using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>The sign, whose gradient is that of the run's activation gradient.</summary>
internal sealed class GraphSign(SignTemplate template, LayerPlace place) : GraphLayer(template.Name)
{
    private readonly ActivationBuffer input = place.Inputs[0];

    public override void Forward(int images, WorkerTeam<GraphScratch> team) =>
        team.Run(ImageBlocks.Count(images), (block, _) => ActivationKernels.Signs(input.Block(block, images), place.Output.Block(block, images)));

    public override void Backward(int images, WorkerTeam<GraphScratch> team) => team.Run(ImageBlocks.Count(images), (block, _) =>
    {
        if (place.Options.ActivationGradient == ActivationGradient.PiecewisePolynomial)
        {
            ActivationKernels.AddPiecewisePolynomial(input.Block(block, images), place.Output.GradientBlock(block, images), input.GradientBlock(block, images));
        }
        else
        {
            ActivationKernels.AddClippedIdentity(input.Block(block, images), place.Output.GradientBlock(block, images), input.GradientBlock(block, images));
        }
    });

    public override void Export(GraphExport export) => export.Add(Name, new SignNode { Name = Name, Inputs = [export.NodeOf(template.Input)] });
}
