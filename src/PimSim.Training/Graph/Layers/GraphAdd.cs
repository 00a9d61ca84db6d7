using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>The sum of two results; both take the gradient.</summary>
internal sealed class GraphAdd(AddTemplate template, LayerPlace place) : GraphLayer(template.Name)
{
    public override void Forward(int images, WorkerTeam<GraphScratch> team) => team.Run(ImageBlocks.Count(images), (block, _) =>
    {
        Span<float> sum = place.Output.Block(block, images);
        place.Inputs[0].Block(block, images).CopyTo(sum);
        VectorKernels.Add(sum, place.Inputs[1].Block(block, images));
    });

    public override void Backward(int images, WorkerTeam<GraphScratch> team) => team.Run(ImageBlocks.Count(images), (block, _) =>
    {
        foreach (ActivationBuffer input in place.Inputs)
        {
            VectorKernels.Add(input.GradientBlock(block, images), place.Output.GradientBlock(block, images));
        }
    });

    public override void Export(GraphExport export) =>
        export.Add(Name, new AddNode { Name = Name, Inputs = [export.NodeOf(template.First), export.NodeOf(template.Second)] });
}
