using PimSim.Core;

namespace PimSim.Data.Tests;

public sealed class DataCatalogTests
{
    [Fact]
    public void Nothing_given_is_the_default()
    {
        Assert.Equal(DataCatalog.DefaultName, DataCatalog.Resolve(null, DataSplit.Test).Name);
    }

    [Fact]
    public void Every_known_name_resolves()
    {
        Assert.All(DataCatalog.Names, name => Assert.Equal(name, DataCatalog.Resolve(name, DataSplit.Train).Name));
    }

    [Fact]
    public void A_folder_is_loaded()
    {
        using TemporaryFolder folder = new();
        folder.Write("test_batch.bin", Samples.Cifar(5, 6));
        Assert.Equal([5, 6], DataCatalog.Resolve(folder.Path, DataSplit.Test).Labels);
    }

    [Fact]
    public void A_path_that_is_not_there_is_a_fault_of_the_path()
    {
        Assert.Equal("PIM0021", Samples.Diagnose(() => DataCatalog.Resolve("./no-such-folder", DataSplit.Test)).Code);
    }

    [Theory]
    [InlineData("fashion")]
    [InlineData("")]
    public void Another_name_is_PIM0311_and_the_known_ones_are_told(string name)
    {
        Diagnostic fault = Samples.Diagnose(() => DataCatalog.Resolve(name, DataSplit.Test));
        Assert.Equal("PIM0311", fault.Code);
        Assert.Contains("fashion-mnist-10k", fault.Remedy, StringComparison.Ordinal);
    }
}
