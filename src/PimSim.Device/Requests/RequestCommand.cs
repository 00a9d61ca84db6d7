namespace PimSim.Device;

/// <summary>The commands that serve a request.</summary>
internal enum RequestCommand : byte
{
    /// <summary>RD.</summary>
    Read,

    /// <summary>WR.</summary>
    Write,

    /// <summary>ACT.</summary>
    Activate,

    /// <summary>PREpb.</summary>
    Precharge,

    /// <summary>RDA.</summary>
    ReadAutoPrecharge,

    /// <summary>WRA.</summary>
    WriteAutoPrecharge,
}
