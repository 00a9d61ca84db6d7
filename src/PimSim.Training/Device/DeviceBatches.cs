using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Data;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>The host's part of steps on a device: encoded images, the loss, the constants of the optimizer.</summary>
internal static class DeviceBatches
{
    public static TrainingBatch Create(NetworkTemplate template, ImageDataSet images, int[] order, double smoothing, AdamStepConstants step)
    {
        byte[] labels = [.. order.Select(i => images.Labels[i])];
        int classes = template.Classes.Count;
        return new TrainingBatch
        {
            Images = order.Length,
            Inputs = Encode(template.Input, images, order),
            Step = [1f - step.Beta1, 1f - step.Beta2, step.Correction1, step.Correction2, step.Rate, step.Epsilon],
            Loss = scores =>
            {
                float[] gradients = new float[scores.Length];
                for (int i = 0; i < labels.Length; i++)
                {
                    _ = SoftmaxLoss.Evaluate(scores.AsSpan(i * classes, classes), labels[i], 1.0 / labels.Length, smoothing, gradients.AsSpan(i * classes, classes), out _);
                }

                return gradients;
            },
        };
    }

    private static float[] Encode(InputEncoding encoding, ImageDataSet images, int[] order)
    {
        float[][] tables = [.. Enumerable.Range(0, encoding.Channels).Select(encoding.Table)];
        int length = encoding.Height * encoding.Width * encoding.Channels;
        float[] inputs = new float[order.Length * length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = tables[i % encoding.Channels][images.Image(order[i / length])[i % length]];
        }

        return inputs;
    }
}
