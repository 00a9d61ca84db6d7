namespace PimSim.Cli;

/// <summary>What a timeline must remember of a bank: its open row and the access that is not written yet.</summary>
internal struct TimelineBank
{
    /// <summary>True while a row is open.</summary>
    public bool IsOpen;

    /// <summary>The last access, until it is written.</summary>
    public TimelineSlice Access;
}
