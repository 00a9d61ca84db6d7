using System.Text;
using PimSim.Core;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>A graph to train: layers in an order in which each comes after what it takes; the last one gives the scores.</summary>
internal sealed record GraphTemplate : TrainableNetwork
{
    /// <summary>The layers.</summary>
    public required IReadOnlyList<LayerTemplate> Layers { get; init; }

    /// <exception cref="UserErrorException">PIM0842: another number format than fp32.</exception>
    internal override ITrainedNetwork Create(TrainingOptions options) => options.Format == NumberFormat.Fp32
        ? new GraphNetwork(this, options)
        : throw new UserErrorException("PIM0842", $"network {Name} is trained in fp32 only, not in {options.Format}", remedy: "train bcnn-s with its first and last layer real, or in fp32");

    /// <summary>Short: what differs in detail differs in the hash.</summary>
    internal override string Describe()
    {
        string[] details =
        [
            .. Input.Mean.Concat(Input.Deviation).Select(v => FormattableString.Invariant($"{v}")),
            .. (Input.Levels ?? []).Select(v => FormattableString.Invariant($"{v}")),
            .. Layers.Select(l => FormattableString.Invariant($"{l}")),
            .. Classes,
        ];
        string hash = ContentHash.Hex(Encoding.UTF8.GetBytes(string.Join('\n', details)));
        return FormattableString.Invariant($"{Name} {Input.Height}x{Input.Width}x{Input.Channels}, {Layers.Count} layers, {hash}");
    }

    private protected override void CheckForm()
    {
        // What builds a graph has checked it, with the place in the file at hand.
    }
}
