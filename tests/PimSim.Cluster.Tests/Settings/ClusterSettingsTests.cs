using PimSim.Core;

namespace PimSim.Cluster.Tests.Settings;

/// <summary>Addresses and the environment.</summary>
public sealed class ClusterSettingsTests
{
    [Theory]
    [InlineData("redis://host", StoreKind.Redis, false, "host", 6379, "0", null)]
    [InlineData("rediss://host:7000/3", StoreKind.Redis, true, "host", 7000, "3", null)]
    [InlineData("postgres://me@host/db", StoreKind.Postgres, false, "host", 5432, "db", "me")]
    [InlineData("postgresql://10.0.0.1:99/a%20b", StoreKind.Postgres, false, "10.0.0.1", 99, "a b", null)]
    public void Addresses_are_read(string text, StoreKind kind, bool tls, string host, int port, string database, string? user) =>
        Assert.Equal(new ClusterAddress(kind, tls, host, port, database, user), ClusterAddress.Parse(text));

    [Theory]
    [InlineData("host:6379")]
    [InlineData("http://host")]
    [InlineData("redis://host/name")]
    [InlineData("postgres://host")]
    [InlineData("redis://host/0?password=x")]
    public void Others_are_refused(string text) => AssertRefused("PIM1400", () => ClusterAddress.Parse(text));

    [Fact]
    public void A_password_in_an_address_is_refused_and_not_repeated()
    {
        UserErrorException refused = Assert.Throws<UserErrorException>(() => ClusterAddress.Parse("redis://me:hunter2@host"));
        Assert.Equal("PIM1402", refused.Diagnostics[0].Code);
        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("too short")]
    public void A_secret_is_needed(string secret) => AssertRefused("PIM1401", () => TestSettings.Read(("PIMSIM_CLUSTER_SECRET", secret)));

    [Theory]
    [InlineData("PIMSIM_CLUSTER_PROBE_SECONDS", "fast")]
    [InlineData("PIMSIM_CLUSTER_ATTEMPTS", "0")]
    [InlineData("PIMSIM_CLUSTER_ID", "a b")]
    [InlineData("PIMSIM_CLUSTER_SSLMODE", "maybe")]
    [InlineData("PIMSIM_CLUSTER_TLS_CERT", "alone.pem")]
    public void Variables_that_cannot_be_are_refused(string name, string value) => AssertRefused("PIM1408", () => TestSettings.Read((name, value)));

    [Fact]
    public void A_secret_may_lie_in_a_file()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.In("secret"), ClusterRun.Secret + "\n");
        ClusterSettings settings = TestSettings.Read(("PIMSIM_CLUSTER_SECRET", ""), ("PIMSIM_CLUSTER_SECRET_FILE", folder.In("secret")));
        Assert.Equal(TestSettings.Read().Key.Fingerprint, settings.Key.Fingerprint);
        Assert.NotEqual(TestSettings.Read(("PIMSIM_CLUSTER_ID", "other")).Key.Fingerprint, settings.Key.Fingerprint, StringComparer.Ordinal);
    }

    [Fact]
    public void Taken_ports_are_refused()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        AssertRefused("PIM1413", () => WorkerAddress.Ports(System.Net.IPAddress.Loopback, ((System.Net.IPEndPoint)listener.LocalEndpoint).Port));
    }

    private static void AssertRefused(string number, Func<object> read) => Assert.Equal(number, Assert.Throws<UserErrorException>(() => _ = read()).Diagnostics[0].Code);
}
