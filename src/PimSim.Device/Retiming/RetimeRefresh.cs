namespace PimSim.Device;

/// <summary>Whose refreshes a trace has that is re-timed.</summary>
public enum RetimeRefresh
{
    /// <summary>Those of the trace, as commands like any other; the device's interval is not kept.</summary>
    Trace,

    /// <summary>Those that the device needs, in place of the trace's.</summary>
    Own,
}
