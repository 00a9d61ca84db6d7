using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>
/// The shapes of all nodes of a network, and with them the proof that the network makes sense: names, order, sizes,
/// weights and classes. All faults are found at once.
/// </summary>
public sealed class NetworkShapes
{
    private readonly Dictionary<string, ImageShape> byName;

    private NetworkShapes(Dictionary<string, ImageShape> byName)
    {
        this.byName = byName;
    }

    /// <summary>The output shape of a node, or of <see cref="BnnNetwork.InputName"/>.</summary>
    public ImageShape this[string name] => this.byName[name];

    /// <summary>Validates <paramref name="network"/> and infers its shapes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="file">Where it was read from, for the diagnostics.</param>
    /// <exception cref="UserErrorException">Everything that is wrong with it, numbers PIM0400 to PIM0419.</exception>
    public static NetworkShapes Infer(BnnNetwork network, string? file = null)
    {
        var validator = new NetworkValidator(network, file);
        Dictionary<string, ImageShape> shapes = validator.Run();
        return validator.Faults.Count == 0 ? new NetworkShapes(shapes) : throw new UserErrorException(validator.Faults);
    }
}
