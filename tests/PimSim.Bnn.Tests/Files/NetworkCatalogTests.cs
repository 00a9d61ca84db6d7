using PimSim.Core;

namespace PimSim.Bnn.Tests;

public sealed class NetworkCatalogTests
{
    private static readonly NetworkCatalog Catalog = new(
        [
            KeyValuePair.Create<string, Func<byte[]>>("bcnn-s", () => NetworkFile.ToBytes(Samples.Small())),
            KeyValuePair.Create<string, Func<byte[]>>("another", () => []),
        ],
        [KeyValuePair.Create("built", Samples.Small)]);

    [Fact]
    public void Names_and_no_name_are_found()
    {
        Assert.Equal(["another", "bcnn-s", "built"], Catalog.Names);
        Assert.Equal("sample", Catalog.Resolve("bcnn-s").Name);
        Assert.Equal("sample", Catalog.Resolve(null).Name);
        Assert.Equal("sample", Catalog.Resolve("built").Name);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_nearest()
    {
        Diagnostic fault = Assert.Throws<UserErrorException>(() => Catalog.Resolve("bcnns")).Diagnostics[0];

        Assert.Equal("PIM0440", fault.Code);
        Assert.Contains("bcnn-s", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bcnn-x.pimnet")]
    [InlineData("./bcnn-s")]
    public void A_path_is_a_path(string path) =>
        Assert.Equal("PIM0021", Assert.Throws<UserErrorException>(() => Catalog.Resolve(path)).Diagnostics[0].Code);

    [Fact]
    public void A_file_is_loaded_by_its_path()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.net");
        try
        {
            NetworkFile.Save(path, Samples.Small());
            Assert.Equal("sample", Catalog.Resolve(path).Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Whatever_ships_is_a_right_network_of_its_name() =>
        Assert.All(NetworkCatalog.Shipped.Names, name => Assert.Equal(name, NetworkCatalog.Shipped.Resolve(name).Name));
}
