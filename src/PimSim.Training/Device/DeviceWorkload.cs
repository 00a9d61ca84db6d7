using PimSim.Bnn;
using PimSim.Core;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>What a device is to train, from the template of the network and the settings of the training.</summary>
public static class DeviceWorkload
{
    /// <summary>The workload of <paramref name="template"/>.</summary>
    /// <param name="template">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <exception cref="UserErrorException">PIM0840: settings that no device program exists for.</exception>
    public static TrainingWorkload Create(NetworkTemplate template, TrainingOptions options)
    {
        Check(options);
        TrainingClip clip = options.Method == TrainingMethod.RelativeClipping ? TrainingClip.Relative : TrainingClip.Absolute;
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

        return new TrainingWorkload(template.Name, blocks, "dense", template.Classes.Count) { Epsilon = BatchNormState.Epsilon, Momentum = BatchNormState.Momentum };
    }

    private static void Check(TrainingOptions options)
    {
        Require(options.Method is TrainingMethod.RelativeClipping or TrainingMethod.AbsoluteClipping, $"method {options.Method}");
        Require(options.Optimizer is { Kind: OptimizerKind.Adam, Decay: 0 }, "an optimizer other than Adam without decay");
        Require(options.ActivationGradient == ActivationGradient.ClippedIdentity, $"the activation gradient {options.ActivationGradient}");

        static void Require(bool holds, string what)
        {
            if (!holds)
            {
                throw new UserErrorException(
                    "PIM0840", $"{what} has no device program: training with it runs on the host", null, "train by weight clipping, relative or absolute, with Adam and the clipped identity");
            }
        }
    }
}
