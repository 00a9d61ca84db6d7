namespace PimSim.Device;

/// <summary>What a request found in its bank.</summary>
internal enum RequestOrigin : byte
{
    /// <summary>Its row was open, or another request opened it.</summary>
    Hit,

    /// <summary>The bank was closed: it needed an activate of its own.</summary>
    Miss,

    /// <summary>Another row was open: it needed a precharge and an activate.</summary>
    Conflict,
}
