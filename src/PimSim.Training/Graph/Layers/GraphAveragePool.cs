using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>
/// Average-pooling as the device does it: the sum of a window in rising row and column, times the fp32 reciprocal of the window's size.
/// </summary>
internal sealed class GraphAveragePool(AveragePoolTemplate template, LayerPlace place) : GraphLayer(template.Name)
{
    private readonly ActivationBuffer input = place.Inputs[0];
    private readonly float share = 1f / (template.Size * template.Size);

    public override void Forward(int images, WorkerTeam<GraphScratch> team) => team.Run(ImageBlocks.Count(images), (block, _) =>
    {
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            for (int window = 0; window < place.Output.Height * place.Output.Width; window++)
            {
                Average(i, window);
            }
        }
    });

    public override void Backward(int images, WorkerTeam<GraphScratch> team) => team.Run(ImageBlocks.Count(images), (block, _) =>
    {
        Span<float> gradient = new float[input.Channels];
        (int first, int end) = ImageBlocks.Range(block, images);
        for (int i = first; i < end; i++)
        {
            for (int window = 0; window < place.Output.Height * place.Output.Width; window++)
            {
                Times(Pixel(place.Output.GradientImage(i), window), share, gradient);
                for (int next = 0; next < template.Size * template.Size; next++)
                {
                    VectorKernels.Add(Pixel(input.GradientImage(i), InputPixel(window, next)), gradient);
                }
            }
        }
    });

    public override void Export(GraphExport export) =>
        export.Add(Name, new AveragePoolNode { Name = Name, Inputs = [export.NodeOf(template.Input)], Size = template.Size, Stride = template.Size });

    private void Average(int image, int window)
    {
        Span<float> sum = Pixel(place.Output.Image(image), window);
        Pixel(input.Image(image), InputPixel(window, 0)).CopyTo(sum);
        for (int next = 1; next < template.Size * template.Size; next++)
        {
            VectorKernels.Add(sum, Pixel(input.Image(image), InputPixel(window, next)));
        }

        Times(sum, share, sum);
    }

    private static void Times(ReadOnlySpan<float> values, float factor, Span<float> result)
    {
        for (int c = 0; c < result.Length; c++)
        {
            result[c] = values[c] * factor;
        }
    }

    private Span<float> Pixel(Span<float> image, int pixel) => image.Slice(pixel * input.Channels, input.Channels);

    private int InputPixel(int window, int inWindow)
    {
        int y = (window / place.Output.Width * template.Size) + (inWindow / template.Size);
        int x = (window % place.Output.Width * template.Size) + (inWindow % template.Size);
        return (y * input.Width) + x;
    }
}
