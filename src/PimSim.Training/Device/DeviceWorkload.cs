using PimSim.Bnn;
using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>What a device is to train, from the template of the network and the settings of the training.</summary>
public static class DeviceWorkload
{
    /// <summary>The chain of blocks that <paramref name="network"/> is.</summary>
    /// <exception cref="UserErrorException">PIM0840: it is none, and no device program exists for it.</exception>
    public static NetworkTemplate Chain(TrainableNetwork network) => network as NetworkTemplate
        ?? throw new UserErrorException(
            "PIM0840", $"network {network.Name} has no device program: training it runs on the host", null, "train bcnn-s with its first and last layer real");

    /// <summary>The workload of <paramref name="template"/>.</summary>
    /// <param name="template">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="model">The device.</param>
    /// <exception cref="UserErrorException">PIM0841: the device's lanes have another number format.</exception>
    public static TrainingWorkload Create(NetworkTemplate template, TrainingOptions options, DeviceModel model)
    {
        if (model.Unit is { } unit && unit.SimdFormat != options.Format)
        {
            throw new UserErrorException(
                "PIM0841", $"a training in {options.Format} is not what the {unit.SimdFormat} lanes of '{model.Name}' compute", null, "train in the format of the device's lanes");
        }

        TrainingClip clip = ClipOf(options.Method);
        List<TrainingBlock> blocks = [];
        (int height, int width, int channels) = (template.Input.Height, template.Input.Width, template.Input.Channels);
        for (int i = 0; i < template.Blocks.Count; i++)
        {
            BlockTemplate block = template.Blocks[i];
            var shape = new LayerShape
            {
                Height = height,
                Width = width,
                Channels = channels,
                OutChannels = block.OutChannels,
                KernelHeight = block.KernelSize,
                KernelWidth = block.KernelSize,
                Stride = block.Stride,
                Padding = block.Padding,
                PoolSize = block.PoolSize,
                PoolStride = block.PoolSize,
            };
            blocks.Add(new TrainingBlock
            {
                Name = NetworkExport.ConvolutionName(i),
                Shape = shape,
                PadValue = block.PaddingValue switch
                {
                    PaddingValue.PlusOne => 1f,
                    PaddingValue.MinusOne => -1f,
                    _ => 0f,
                },
                Clip = block.Binary ? clip : TrainingClip.None,
            });
            (height, width, channels) = (shape.PooledHeight, shape.PooledWidth, block.OutChannels);
        }

        return new TrainingWorkload(template.Name, blocks, "dense", template.Classes.Count)
        {
            Epsilon = BatchNormState.Epsilon,
            Momentum = BatchNormState.Momentum,
            Optimizer = options.Optimizer.Kind == OptimizerKind.Sgd ? TrainingOptimizer.Momentum : TrainingOptimizer.Adam,
            Decays = options.Optimizer.Decay != 0f,
            IsPiecewise = options.ActivationGradient == ActivationGradient.PiecewisePolynomial,
        };
    }

    /// <summary>The placement of a training on <paramref name="images"/> images.</summary>
    /// <exception cref="UserErrorException">As <see cref="TrainingPlacement.Create"/>.</exception>
    public static TrainingPlacement Place(DeviceModel model, NetworkTemplate template, TrainingOptions options, int images) => TrainingPlacement.Create(
        model, Create(template, options, model), Math.Min(options.BatchSize, images), images % options.BatchSize);

    private static TrainingClip ClipOf(TrainingMethod method) => method switch
    {
        TrainingMethod.RelativeClipping => TrainingClip.Relative,
        TrainingMethod.AbsoluteClipping => TrainingClip.Absolute,
        TrainingMethod.StandardizedClipping => TrainingClip.Standardized,
        TrainingMethod.ReCu => TrainingClip.Quantiles,
        TrainingMethod.Sign => TrainingClip.Sign,
        TrainingMethod.XnorNet => TrainingClip.ScaledSign,
        _ => throw new InternalErrorException($"no device program of method {method}"),
    };
}
