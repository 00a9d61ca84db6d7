namespace PimSim.Models;

/// <summary>In which mode of the processing domain a command is legal.</summary>
public enum CommandMode
{
    /// <summary>In either mode.</summary>
    Any,

    /// <summary>Only as plain memory, bank by bank.</summary>
    SingleBank,

    /// <summary>Only in all-bank mode.</summary>
    AllBank,
}
