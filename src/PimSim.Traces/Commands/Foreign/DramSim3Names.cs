namespace PimSim.Traces;

/// <summary>What DRAMsim3 calls the commands of a standard.</summary>
internal static class DramSim3Names
{
    private static readonly (string DramSim3, string Standard)[] Pairs =
    [
        ("read", "RD"),
        ("read_p", "RDA"),
        ("write", "WR"),
        ("write_p", "WRA"),
        ("activate", "ACT"),
        ("precharge", "PREpb"),
        ("refresh_bank", "REFpb"),
        ("refresh", "REFab"),
        ("self_refresh_enter", "SREFEN"),
        ("self_refresh_exit", "SREFEX"),
    ];

    /// <summary>The standard's name, or null.</summary>
    public static string? ToStandard(string name) => Array.Find(Pairs, p => p.DramSim3 == name).Standard;

    /// <summary>DRAMsim3's name, or null.</summary>
    public static string? FromStandard(string name) => Array.Find(Pairs, p => p.Standard == name).DramSim3;
}
