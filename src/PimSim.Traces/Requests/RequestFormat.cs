namespace PimSim.Traces;

/// <summary>How a request trace is written down. Each may be plain or gzip.</summary>
public enum RequestFormat
{
    /// <summary>The project's own, <c>.pimtrace</c> of kind <c>requests</c>.</summary>
    Native,

    /// <summary>Ramulator's load/store trace: <c>LD|ST ADDRESS</c>, no cycles. Reading takes every form of <see cref="RamulatorReadWrite"/> too.</summary>
    Ramulator,

    /// <summary>
    /// Ramulator's read/write traces, no cycles: <c>R|W ADDRESS</c>, <c>ADDRESS R|W</c> (Ramulator 1) and
    /// <c>R|W LEVEL,LEVEL,...</c> (Ramulator 2's address vectors).
    /// </summary>
    RamulatorReadWrite,

    /// <summary>DRAMsim3's trace: <c>0xADDRESS READ|WRITE CYCLE</c>.</summary>
    DramSim3,

    /// <summary>DRAMSys' <c>.stl</c>: <c>CYCLE: [(BYTES)] read|write 0xADDRESS [0xDATA]</c>.</summary>
    DramSys,

    /// <summary>DRAMSys' <c>.rstl</c>: the same with cycles since the request before.</summary>
    DramSysRelative,
}
