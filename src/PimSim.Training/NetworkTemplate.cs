using System.Globalization;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>What to train: blocks in a row, then a real fully connected layer to the classes.</summary>
public sealed record NetworkTemplate : TrainableNetwork
{
    /// <summary>Blocks, first to last; the first has real weights.</summary>
    public required IReadOnlyList<BlockTemplate> Blocks { get; init; }

    /// <summary>
    /// The small binarized convolutional network of training.md section 5 for 28 x 28 grey images: real convolution to 32
    /// channels, binary ones to 64 and 128, each with 2 x 2 max-pooling, batch norm and sign, then 1152 to the classes.
    /// </summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="mean">Mean of the pixels in units of full scale; Fashion-MNIST has 0.2860.</param>
    /// <param name="deviation">Their deviation; Fashion-MNIST has 0.3530.</param>
    public static NetworkTemplate SmallConvolutional(IReadOnlyList<string> classes, double mean = 0.2860, double deviation = 0.3530) => new()
    {
        Name = "bcnn-s",
        Input = new InputEncoding { Height = 28, Width = 28, Channels = 1, Mean = [mean], Deviation = [deviation] },
        Classes = classes,
        Blocks =
        [
            new BlockTemplate { OutChannels = 32, Binary = false },
            new BlockTemplate { OutChannels = 64, Binary = true },
            new BlockTemplate { OutChannels = 128, Binary = true },
        ],
    };

    /// <inheritdoc/>
    internal override ITrainedNetwork Create(TrainingOptions options) => CreateChain(options);

    /// <summary>With initial weights.</summary>
    internal IChainNetwork CreateChain(TrainingOptions options) => options.Format == NumberFormat.Fp32 && options.Faults is null
        ? new TrainingNetwork(this, options)
        : new CellNetwork(this, options);

    /// <inheritdoc/>
    internal override string Describe()
    {
        string blocks = string.Join(' ', Blocks.Select(b => $"{b.OutChannels}/{b.Binary}/{b.KernelSize}/{b.Stride}/{b.Padding}/{b.PaddingValue}/{b.PoolSize}"));
        string input = string.Join(' ', Input.Mean.Concat(Input.Deviation).Select(v => v.ToString(CultureInfo.InvariantCulture)));
        return $"{Name} {Input.Height}x{Input.Width}x{Input.Channels} ({input}) {blocks} {string.Join('|', Classes)}";
    }

    private protected override void CheckForm()
    {
        if (Blocks.Count == 0 || Blocks[0].Binary)
        {
            throw new UserErrorException("PIM0802", $"network {Name} does not begin with a real block", remedy: "give the first block real weights");
        }

        if (Blocks.Any(b => b.OutChannels < 1 || b.KernelSize < 1 || b.Stride < 1 || b.Padding < 0 || b.PoolSize < 1))
        {
            throw new UserErrorException("PIM0802", $"network {Name} has a block with a size out of range", remedy: "all sizes are positive, padding may be 0");
        }
    }
}
