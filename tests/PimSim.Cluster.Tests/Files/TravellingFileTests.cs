using System.Security.Cryptography;
using System.Text;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cluster.Tests.Files;

/// <summary>Files on their way through the store.</summary>
public sealed class TravellingFileTests : IAsyncLifetime
{
    private static readonly PointDescription Point = new()
    {
        Device = "hbm2-2000-pim",
        Set = [],
        Network = "bcnn-s",
        Data = "fashion-mnist",
        Seed = 1,
        Evaluate = EvaluationKind.Timing,
    };

    private readonly MemoryStore store = new();
    private readonly ClusterSettings settings = TestSettings.Read();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_folder_arrives_with_its_name_and_its_bytes()
    {
        using TemporaryFolder folder = new();
        byte[] large = new byte[FileManifest.PartBytes + 1];
        large[^1] = 7;
        Directory.CreateDirectory(folder.In("data/a"));
        await File.WriteAllBytesAsync(folder.In("data/a/large"), large, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(folder.In("data/whole"), new byte[FileManifest.PartBytes], TestContext.Current.CancellationToken);
        string reference = await new FilePacker(store, settings).PackAsync(folder.In("data"));
        using PointFiles files = new(store, settings);
        PointDescription here = await files.LocalizeAsync(Wire(Point with { Data = reference }));
        Assert.Equal("data", Path.GetFileName(here.Data));
        Assert.NotEqual(folder.In("data"), here.Data, StringComparer.Ordinal);
        Assert.Equal(large, await File.ReadAllBytesAsync(Path.Combine(here.Data, "a", "large"), TestContext.Current.CancellationToken));
        Assert.Equal(FileManifest.PartBytes, new FileInfo(Path.Combine(here.Data, "whole")).Length);
        Assert.Equal(here.Data, (await files.LocalizeAsync(Wire(Point with { Data = reference, Seed = 2 }))).Data);
    }

    [Fact]
    public async Task What_is_in_the_program_stays_a_name()
    {
        using PointFiles files = new(store, settings);
        PointDescription here = await files.LocalizeAsync(Wire(Point with { Data = PimSim.Data.DataCatalog.DefaultName }));
        Assert.Equal((Point.Device, Point.Network), (here.Device, here.Network));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../../etc/passwd")]
    [InlineData("sha256:../../etc/passwd")]
    [InlineData("sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_worker_reads_no_file_of_its_own(string name)
    {
        using PointFiles files = new(store, settings);
        await AssertRefusedAsync("PIM1411", () => files.LocalizeAsync(Wire(Point with { Network = name })));
        await AssertRefusedAsync("PIM1411", () => files.LocalizeAsync(Wire(Point with { Device = name })));
    }

    [Fact]
    public async Task A_key_of_something_else_is_refused()
    {
        using PointFiles files = new(store, settings);
        await AssertRefusedAsync("PIM1411", () => files.LocalizeAsync(Wire(Point) with { Key = new string('0', 40) }));
    }

    [Theory]
    [InlineData("""{"name":"x","files":[{"path":"../x","hash":"HASH","bytes":1}]}""")]
    [InlineData("""{"name":"x","files":[{"path":"/x","hash":"HASH","bytes":1}]}""")]
    [InlineData("""{"name":"..","files":[{"path":"x","hash":"HASH","bytes":1}]}""")]
    [InlineData("""{"name":"x","files":[{"path":"x","hash":"zz","bytes":1}]}""")]
    [InlineData("""{"name":"x","files":[{"path":"x","hash":"HASH","bytes":-1}]}""")]
    [InlineData("""{"name":"x","files":[{"path":"x","hash":"HASH","bytes":999999}]}""")]
    [InlineData("""{"name":"x","files":[{"path":"x","hash":"HASH","bytes":1},{"path":"x","hash":"HASH","bytes":1}]}""")]
    [InlineData("""{"name":"x","files":[null]}""")]
    [InlineData("""{"name":"x","files":[],"more":1}""")]
    [InlineData("[")]
    public void A_list_that_leads_elsewhere_is_refused(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json.Replace("HASH", new string('a', 64), StringComparison.Ordinal));
        Assert.Equal("PIM1411", Assert.Throws<UserErrorException>(() => FileManifest.FromJson(bytes, 1000)).Diagnostics[0].Code);
    }

    [Fact]
    public async Task A_changed_part_is_noticed()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.In("net.pimnet"), "content", TestContext.Current.CancellationToken);
        string reference = await new FilePacker(store, settings).PackAsync(folder.In("net.pimnet"));
        string hash = Convert.ToHexStringLower(SHA256.HashData("content"u8));
        store.Parts[(hash, 0)] = "changed"u8.ToArray();
        using PointFiles files = new(store, settings);
        await AssertRefusedAsync("PIM1411", () => files.LocalizeAsync(Wire(Point with { Network = reference })));
    }

    [Fact]
    public async Task What_is_too_large_does_not_leave()
    {
        using TemporaryFolder folder = new();
        await using (FileStream file = File.Create(folder.In("huge.npz")))
        {
            file.SetLength((1 << 20) + 1);
        }

        await AssertRefusedAsync("PIM1409", () => new FilePacker(store, TestSettings.Read(("PIMSIM_CLUSTER_FILE_MB", "1"))).PackAsync(folder.In("huge.npz")));
    }

    private static WirePoint Wire(PointDescription point)
    {
        string json = point.ToJson();
        return new WirePoint(PointIdentity.KeyOf(json), json);
    }

    private static async Task AssertRefusedAsync(string number, Func<Task> act) =>
        Assert.Equal(number, (await Assert.ThrowsAsync<UserErrorException>(act)).Diagnostics[0].Code);
}
