namespace PimSim.Device;

/// <summary>Kinds of program instruction.</summary>
public enum ProgramOpcode : byte
{
    /// <summary>A command of the device.</summary>
    Command,

    /// <summary>Start of a loop.</summary>
    LoopBegin,

    /// <summary>End of a loop.</summary>
    LoopEnd,

    /// <summary>Wait for the host: all domains of the barrier group have arrived and the host has turned around.</summary>
    Barrier,

    /// <summary>A group of images is complete: its last result is on the bus.</summary>
    Mark,
}
