using PimSim.Bits;
using PimSim.Data;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>The host's part of steps on a device: encoded images, the loss, the constants of the optimizer.</summary>
internal static class DeviceBatches
{
    /// <summary>A batch.</summary>
    /// <param name="template">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="images">Where the labels are.</param>
    /// <param name="order">Images of the batch.</param>
    /// <param name="inputs">Their encoded pixels.</param>
    /// <param name="epoch">From 1.</param>
    /// <param name="step">Constants of the step.</param>
    public static TrainingBatch Create(NetworkTemplate template, TrainingOptions options, ImageDataSet images, int[] order, float[] inputs, int epoch, in UpdateStep step)
    {
        byte[] labels = [.. order.Select(i => images.Labels[i])];
        int classes = template.Classes.Count;
        return new TrainingBatch
        {
            Images = order.Length,
            Inputs = inputs,
            Step = Constants(options.Optimizer, options.Format, step),
            QuantileLog = ReCuMethod.QuantileLog(ReCuMethod.TauOf(epoch, options.Epochs)),
            Loss = scores =>
            {
                float[] gradients = new float[scores.Length];
                for (int i = 0; i < labels.Length; i++)
                {
                    _ = SoftmaxLoss.Evaluate(
                        scores.AsSpan(i * classes, classes), labels[i], 1.0 / labels.Length, options.LabelSmoothing, gradients.AsSpan(i * classes, classes), out _);
                }

                return gradients;
            },
        };
    }

    private static float[] Constants(OptimizerOptions options, NumberFormat format, in UpdateStep step)
    {
        AdamStepConstants adam = step.Adam;
        float[] constants = options.Kind == OptimizerKind.Sgd
            ? [options.Momentum, -step.Rate]
            : [1f - adam.Beta1, 1f - adam.Beta2, adam.Correction1, adam.Correction2, adam.Rate, new LaneMath(format).AdamEpsilon(adam.Epsilon)];
        return options.Decay == 0f ? constants : [.. constants, options.Decay];
    }
}
