using PimSim.Models;

namespace PimSim.Traces;

/// <summary>What a command trace says about itself.</summary>
public sealed record CommandTraceHeader
{
    /// <summary>Name of the device model it was recorded on.</summary>
    public required string DeviceName { get; init; }

    /// <summary>Hash of the resolved model, <see cref="DeviceModel.Hash"/>.</summary>
    public required string DeviceHash { get; init; }

    /// <summary>Clock period in picoseconds.</summary>
    public required double ClockPs { get; init; }

    /// <summary>Names of the commands; <see cref="TimedCommand.Command"/> is an index into them.</summary>
    public required IReadOnlyList<string> CommandNames { get; init; }

    /// <summary>Where it comes from: names and values in a fixed order, for example <c>network.hash</c>.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Provenance { get; init; }

    /// <summary>Arrays that the read-outs fill, or none.</summary>
    public required IReadOnlyList<ResultStream> Streams { get; init; }

    /// <summary>A header for commands that are numbered as in the device's standard.</summary>
    public static CommandTraceHeader For(
        DeviceModel device,
        IReadOnlyList<KeyValuePair<string, string>> provenance,
        IReadOnlyList<ResultStream> streams) => new()
        {
            DeviceName = device.Name,
            DeviceHash = device.Hash,
            ClockPs = device.ClockPs,
            CommandNames = [.. device.Standard.Commands.Select(c => c.Name)],
            Provenance = provenance,
            Streams = streams,
        };
}
