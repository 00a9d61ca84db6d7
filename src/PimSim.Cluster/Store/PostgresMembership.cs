using System.Data;
using Npgsql;

namespace PimSim.Cluster;

/// <summary>
/// Orleans' table of workers in PostgreSQL. The version of the whole table and the etag of a row change in one transaction, and only from what
/// the writer has read.
/// </summary>
internal sealed class PostgresMembership(NpgsqlDataSource source, ClusterSettings settings) : IMembershipTable
{
    /// <inheritdoc/>
    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        await using NpgsqlCommand insert = source.CreateCommand("INSERT INTO pimsim_membership (cluster, version) VALUES ($1, 0) ON CONFLICT DO NOTHING");
        insert.Parameters.Add(new NpgsqlParameter { Value = settings.Id });
        await insert.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public Task DeleteMembershipTableEntries(string clusterId) =>
        RunAsync("DELETE FROM pimsim_member WHERE cluster = $1", clusterId);

    /// <inheritdoc/>
    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        RunAsync("DELETE FROM pimsim_member WHERE cluster = $1 AND alive < $2 AND status <> $3", settings.Id, beforeDate.UtcDateTime, (int)SiloStatus.Active);

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync(key.ToParsableString());

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadAll() => ReadAsync(null);

    /// <inheritdoc/>
    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => ChangeAsync(
        tableVersion,
        "INSERT INTO pimsim_member (cluster, silo, status, alive, etag, entry) VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT DO NOTHING",
        entry);

    /// <inheritdoc/>
    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => ChangeAsync(
        tableVersion,
        "UPDATE pimsim_member SET status = $3, alive = $4, entry = $5, etag = etag + 1 WHERE cluster = $1 AND silo = $2 AND etag = $6",
        entry,
        int.Parse(etag, System.Globalization.CultureInfo.InvariantCulture));

    /// <inheritdoc/>
    public Task UpdateIAmAlive(MembershipEntry entry) =>
        RunAsync("UPDATE pimsim_member SET alive = $3 WHERE cluster = $1 AND silo = $2", settings.Id, entry.SiloAddress.ToParsableString(), Utc(entry.IAmAliveTime));

    /// <summary>Times of Orleans are in UTC, whatever kind they say.</summary>
    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private async Task<MembershipTableData> ReadAsync(string? silo)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlTransaction snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using NpgsqlCommand version = new("SELECT version FROM pimsim_membership WHERE cluster = $1", connection, snapshot) { Parameters = { new() { Value = settings.Id } } };
        int number = (int)(await version.ExecuteScalarAsync() ?? 0);
        await using NpgsqlCommand rows = new("SELECT entry, alive, etag FROM pimsim_member WHERE cluster = $1 AND ($2 = '' OR silo = $2)", connection, snapshot)
        {
            Parameters = { new() { Value = settings.Id }, new() { Value = silo ?? "" } },
        };
        List<Tuple<MembershipEntry, string>> entries = [];
        await using NpgsqlDataReader reader = await rows.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            MembershipEntry entry = MemberJson.Read(reader.GetString(0));
            entry.IAmAliveTime = reader.GetDateTime(1);
            entries.Add(Tuple.Create(entry, Etag(reader.GetInt32(2))));
        }

        return new MembershipTableData(entries, new TableVersion(number, Etag(number)));
    }

    private async Task<bool> ChangeAsync(TableVersion version, string change, MembershipEntry entry, params object[] more)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using NpgsqlCommand next = new("UPDATE pimsim_membership SET version = $2 WHERE cluster = $1 AND version = $2 - 1", connection, transaction)
        {
            Parameters = { new() { Value = settings.Id }, new() { Value = version.Version } },
        };
        if (await next.ExecuteNonQueryAsync() != 1)
        {
            return false;
        }

        await using NpgsqlCommand row = new(change, connection, transaction);
        foreach (object value in (object[])[settings.Id, entry.SiloAddress.ToParsableString(), (int)entry.Status, Utc(entry.IAmAliveTime), MemberJson.Write(entry), .. more])
        {
            row.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        if (await row.ExecuteNonQueryAsync() != 1)
        {
            return false;
        }

        await transaction.CommitAsync();
        return true;
    }

    private async Task RunAsync(string sql, params object[] values)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    private static string Etag(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
