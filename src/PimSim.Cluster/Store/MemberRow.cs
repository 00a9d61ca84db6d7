namespace PimSim.Cluster;

/// <summary>A worker's row in the table of workers, as its JSON has it.</summary>
internal sealed record MemberRow(
    string Silo,
    int Status,
    int ProxyPort,
    string HostName,
    string SiloName,
    string RoleName,
    int UpdateZone,
    int FaultZone,
    DateTime StartTime,
    IReadOnlyList<MemberSuspicion> Suspicions);
