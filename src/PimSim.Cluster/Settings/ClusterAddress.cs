using System.Globalization;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>Where the store of a cluster is; never with a password.</summary>
/// <param name="Kind">What kind of store.</param>
/// <param name="UsesTls">Whether the address asks for TLS (<c>rediss</c>).</param>
/// <param name="Host">Name or address of the machine.</param>
/// <param name="Port">Port.</param>
/// <param name="Database">Number (Redis) or name (PostgreSQL) of the database.</param>
/// <param name="User">User, or null.</param>
public sealed record ClusterAddress(StoreKind Kind, bool UsesTls, string Host, int Port, string Database, string? User)
{
    private const int RedisPort = 6379;
    private const int PostgresPort = 5432;

    /// <summary>Reads <c>redis://HOST[:PORT][/DATABASE]</c>, <c>rediss://...</c> or <c>postgres://[USER@]HOST[:PORT]/DATABASE</c>.</summary>
    /// <exception cref="UserErrorException">PIM1400: it is none of them; PIM1402: it has a password.</exception>
    public static ClusterAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw Bad("it is no address of a store");
        }

        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw new UserErrorException(
                "PIM1402", "the cluster's address has a password in it, which lists of processes and logs would show", null, "leave it out and set PIMSIM_CLUSTER_PASSWORD or PIMSIM_CLUSTER_PASSWORD_FILE");
        }

        string database = uri.AbsolutePath.Trim('/');
        string? user = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(uri.UserInfo);
        switch (uri.Scheme)
        {
            case "redis" or "rediss":
                return database.Length == 0 || int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? new ClusterAddress(StoreKind.Redis, uri.Scheme == "rediss", uri.Host, uri.Port < 0 ? RedisPort : uri.Port, database.Length == 0 ? "0" : database, user)
                    : throw Bad("databases of Redis have numbers");
            case "postgres" or "postgresql":
                return database.Length > 0 && !database.Contains('/', StringComparison.Ordinal)
                    ? new ClusterAddress(StoreKind.Postgres, false, uri.Host, uri.Port < 0 ? PostgresPort : uri.Port, Uri.UnescapeDataString(database), user)
                    : throw Bad("it names no database");
            default:
                throw Bad($"there is no store of the kind '{uri.Scheme}'");
        }
    }

    /// <summary>The address for messages.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Kind == StoreKind.Postgres ? "postgres" : UsesTls ? "rediss" : "redis")}://{Host}:{Port}/{Database}");

    private static UserErrorException Bad(string why) =>
        new("PIM1400", "the cluster's address cannot be used: " + why, null, "give redis://HOST:PORT, rediss://HOST:PORT or postgres://HOST:PORT/DATABASE");
}
