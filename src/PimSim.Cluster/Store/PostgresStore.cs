using Npgsql;

namespace PimSim.Cluster;

/// <summary>The store in PostgreSQL: tables of <c>schema.sql</c>.</summary>
internal sealed class PostgresStore(NpgsqlDataSource source, ClusterSettings settings) : IClusterStore
{
    /// <summary>Two processes must not make tables at the same time.</summary>
    private const long SchemaLock = 0x70696d73696d;

    private readonly string scope = $"{settings.Id}:{settings.Key.Fingerprint}";

    /// <summary>How PostgreSQL is reached.</summary>
    public static NpgsqlDataSource Source(ClusterSettings settings)
    {
        int limit = Math.Max(1, (int)settings.ResponseSeconds);
        NpgsqlConnectionStringBuilder text = new()
        {
            Host = settings.Address.Host,
            Port = settings.Address.Port,
            Database = settings.Address.Database,
            Username = settings.Address.User,
            Password = settings.Password,
            SslMode = Enum.Parse<SslMode>(settings.SslMode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
            Timeout = limit,
            CommandTimeout = limit,
            MaxPoolSize = 8,
            ApplicationName = "pimsim",
            MaxAutoPrepare = 16,
        };
        return NpgsqlDataSource.Create(text);
    }

    /// <inheritdoc/>
    public async Task PrepareAsync()
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using (NpgsqlCommand alone = new("SELECT pg_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = SchemaLock } } })
        {
            await alone.ExecuteNonQueryAsync();
        }

        await using (NpgsqlCommand schema = new(Schema(), connection, transaction))
        {
            await schema.ExecuteNonQueryAsync();
        }

        DateTime oldest = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromDays(settings.KeepDays);
        foreach (string table in (string[])["pimsim_result", "pimsim_attempt", "pimsim_file"])
        {
            await using NpgsqlCommand forget = new($"DELETE FROM {table} WHERE scope = $1 AND written < $2", connection, transaction)
            {
                Parameters = { new() { Value = scope }, new() { Value = oldest } },
            };
            await forget.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }

    /// <inheritdoc/>
    public async Task<string> HoldAsync(string name, string value, TimeSpan life)
    {
        await using NpgsqlCommand hold = Command(
            """
            INSERT INTO pimsim_hold AS h (cluster, name, value, until) VALUES ($1, $2, $3, now() + $4)
            ON CONFLICT (cluster, name) DO UPDATE SET
                value = CASE WHEN h.until < now() THEN excluded.value ELSE h.value END,
                until = CASE WHEN h.until < now() OR h.value = excluded.value THEN excluded.until ELSE h.until END
            RETURNING value
            """,
            settings.Id,
            name,
            value,
            life);
        return (string)(await hold.ExecuteScalarAsync())!;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<byte[]?>> ReadResultsAsync(IReadOnlyList<string> points)
    {
        await using NpgsqlCommand select = Command("SELECT point, value FROM pimsim_result WHERE scope = $1 AND point = ANY($2)", scope, points.ToArray());
        Dictionary<string, byte[]> found = new(StringComparer.Ordinal);
        await using NpgsqlDataReader reader = await select.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found[reader.GetString(0)] = reader.GetFieldValue<byte[]>(1);
        }

        return [.. points.Select(found.GetValueOrDefault)];
    }

    /// <inheritdoc/>
    public async Task WriteResultsAsync(IReadOnlyList<KeyValuePair<string, byte[]>> results)
    {
        await using NpgsqlCommand insert = Command(
            "INSERT INTO pimsim_result (scope, point, value) SELECT $1, p, v FROM unnest($2, $3) AS t(p, v) ON CONFLICT DO NOTHING",
            scope,
            results.Select(r => r.Key).ToArray(),
            results.Select(r => r.Value).ToArray());
        await insert.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async Task<PointAttempt> BeginAttemptAsync(string sweep, string point, string worker)
    {
        // Not flushed: an attempt must outlive the worker, not the server; with a flush a short point would wait for the disk before it starts.
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlBatch batch = new(connection)
        {
            BatchCommands =
            {
                new("SET LOCAL synchronous_commit TO off"),
                new("SELECT worker, error FROM pimsim_attempt WHERE scope = $1 AND sweep = $2 AND point = $3")
                {
                    Parameters = { new() { Value = scope }, new() { Value = sweep }, new() { Value = point } },
                },
                new("""
                    INSERT INTO pimsim_attempt AS a (scope, sweep, point, attempts, worker)
                    SELECT $1, $2, $3, 1, $4 WHERE NOT EXISTS (SELECT FROM pimsim_result WHERE scope = $1 AND point = $3)
                    ON CONFLICT (scope, sweep, point) DO UPDATE SET attempts = a.attempts + 1, worker = excluded.worker, error = ''
                    RETURNING attempts
                    """)
                {
                    Parameters = { new() { Value = scope }, new() { Value = sweep }, new() { Value = point }, new() { Value = worker } },
                },
            },
        };
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        (string lastWorker, string lastError) = await reader.ReadAsync() ? (reader.GetString(0), reader.GetString(1)) : ("", "");
        await reader.NextResultAsync();
        return await reader.ReadAsync() ? new PointAttempt(reader.GetInt32(0), lastWorker, lastError) : new PointAttempt(0, "", "");
    }

    /// <inheritdoc/>
    public async Task EndAttemptAsync(string sweep, string point, string? error)
    {
        await using NpgsqlCommand update = Command(
            "UPDATE pimsim_attempt SET attempts = attempts - $4, error = $5 WHERE scope = $1 AND sweep = $2 AND point = $3",
            scope,
            sweep,
            point,
            error is null ? 1 : 0,
            error ?? "");
        await update.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async Task<bool> HasFileAsync(string hash)
    {
        await using NpgsqlCommand touch = Command("UPDATE pimsim_file SET written = now() WHERE scope = $1 AND hash = $2 RETURNING part, is_last", scope, hash);
        int parts = 0;
        int last = -1;
        await using NpgsqlDataReader reader = await touch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            parts++;
            last = reader.GetBoolean(1) ? reader.GetInt32(0) : last;
        }

        return last >= 0 && parts == last + 1;
    }

    /// <inheritdoc/>
    public async Task WriteFilePartAsync(string hash, int part, byte[] bytes, bool isLast)
    {
        await using NpgsqlCommand insert = Command(
            """
            INSERT INTO pimsim_file (scope, hash, part, is_last, bytes) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (scope, hash, part) DO UPDATE SET is_last = excluded.is_last, bytes = excluded.bytes, written = now()
            """,
            scope,
            hash,
            part,
            isLast,
            bytes);
        await insert.ExecuteNonQueryAsync();
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFilePartAsync(string hash, int part)
    {
        await using NpgsqlCommand select = Command("SELECT bytes FROM pimsim_file WHERE scope = $1 AND hash = $2 AND part = $3", scope, hash, part);
        return (byte[]?)await select.ExecuteScalarAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static string Schema()
    {
        using Stream stream = typeof(PostgresStore).Assembly.GetManifestResourceStream("schema.sql")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        NpgsqlCommand command = source.CreateCommand(sql);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
