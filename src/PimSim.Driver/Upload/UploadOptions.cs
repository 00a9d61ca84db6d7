using PimSim.Device;

namespace PimSim.Driver;

/// <summary>How to upload.</summary>
public sealed record UploadOptions
{
    /// <summary>True: every command is executed in every domain; false: in one domain of each kind, and the cells are copied.</summary>
    public bool Reference { get; init; }

    /// <summary>
    /// Images of the runs to come: programs of units with sequencers of their own are uploaded for that many. Without effect where the host has the
    /// sequencer.
    /// </summary>
    public int Images { get; init; }

    /// <summary>Keeps the commands, or null.</summary>
    public ICommandSink? Sink { get; init; }

    /// <summary>
    /// Called for each executed domain when what is stored has been verified and before the device works on it: the
    /// place where cells are changed to see what follows.
    /// </summary>
    public Action<DomainCore>? AfterStore { get; init; }
}
