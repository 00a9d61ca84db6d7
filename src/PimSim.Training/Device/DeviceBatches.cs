using PimSim.Bits;
using PimSim.Data;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>The host's part of steps on a device: encoded images, the loss, the constants of the optimizer.</summary>
internal static class DeviceBatches
{
    /// <summary>A batch.</summary>
    /// <param name="template">The network.</param>
    /// <param name="images">Where the labels are.</param>
    /// <param name="order">Images of the batch.</param>
    /// <param name="inputs">Their encoded pixels.</param>
    /// <param name="smoothing">Label smoothing.</param>
    /// <param name="step">Constants of the step.</param>
    public static TrainingBatch Create(NetworkTemplate template, ImageDataSet images, int[] order, float[] inputs, double smoothing, AdamStepConstants step)
    {
        byte[] labels = [.. order.Select(i => images.Labels[i])];
        int classes = template.Classes.Count;
        return new TrainingBatch
        {
            Images = order.Length,
            Inputs = inputs,
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
}
