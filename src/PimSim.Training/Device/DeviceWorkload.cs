using PimSim.Bnn;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>What a device is to train, from the template of the network and the settings of the training.</summary>
public static class DeviceWorkload
{
    /// <summary>The workload of <paramref name="template"/>.</summary>
    /// <param name="template">The network.</param>
    /// <param name="options">How it is trained.</param>
    public static TrainingWorkload Create(NetworkTemplate template, TrainingOptions options)
    {
        TrainingClip clip = options.Clipping.Mode == ClippingMode.Relative ? TrainingClip.Relative : TrainingClip.Absolute;
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
}
