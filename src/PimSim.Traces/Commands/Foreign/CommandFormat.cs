namespace PimSim.Traces;

/// <summary>How a command trace is written down. Each may be plain or gzip.</summary>
public enum CommandFormat
{
    /// <summary>The project's own, <c>.pimtrace</c> of kind <c>commands</c>.</summary>
    Native,

    /// <summary>Ramulator 2.1's recorder, text form: CSV <c>clock,command,LEVEL,...,type,source</c>.</summary>
    Ramulator,

    /// <summary>DRAMsim3: columns cycle, command, channel, rank, bank group, bank, row and column (hexadecimal).</summary>
    DramSim3,

    /// <summary>DRAMSys: an SQLite database, <c>.tdb</c>.</summary>
    DramSys,
}
