using System.Text.Json;

namespace PimSim.Cluster;

/// <summary>A worker's row as JSON.</summary>
internal static class MemberJson
{
    /// <summary>Writes it; the time of the last sign of life has a column of its own.</summary>
    public static string Write(MembershipEntry entry) => JsonSerializer.Serialize(
        new MemberRow(
            entry.SiloAddress.ToParsableString(),
            (int)entry.Status,
            entry.ProxyPort,
            entry.HostName ?? "",
            entry.SiloName ?? "",
            entry.RoleName ?? "",
            entry.UpdateZone,
            entry.FaultZone,
            entry.StartTime,
            [.. (entry.SuspectTimes ?? []).Select(s => new MemberSuspicion(s.Item1.ToParsableString(), s.Item2))]),
        ClusterJson.Default.MemberRow);

    /// <summary>Reads it.</summary>
    public static MembershipEntry Read(string text)
    {
        MemberRow member = JsonSerializer.Deserialize(text, ClusterJson.Default.MemberRow)!;
        return new MembershipEntry
        {
            SiloAddress = SiloAddress.FromParsableString(member.Silo),
            Status = (SiloStatus)member.Status,
            ProxyPort = member.ProxyPort,
            HostName = member.HostName,
            SiloName = member.SiloName,
            RoleName = member.RoleName,
            UpdateZone = member.UpdateZone,
            FaultZone = member.FaultZone,
            StartTime = member.StartTime,
            SuspectTimes = [.. member.Suspicions.Select(s => Tuple.Create(SiloAddress.FromParsableString(s.By), s.At))],
        };
    }
}
