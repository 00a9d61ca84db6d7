namespace PimSim.Core.Tests;

public sealed class WholeFileTests
{
    [Fact]
    public void All_bytes_are_read()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "f");
        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.Equal([1, 2, 3], WholeFile.Read(path));
    }

    [Fact]
    public void What_cannot_be_read_is_the_users_fault()
    {
        using TemporaryFolder folder = new();
        Assert.Equal("PIM0021", Assert.Throws<UserErrorException>(() => WholeFile.Read(folder.Path)).Diagnostics[0].Code);
        Assert.Equal("PIM0021", Assert.Throws<UserErrorException>(() => WholeFile.Read(Path.Combine(folder.Path, "none"))).Diagnostics[0].Code);
    }

    [Fact]
    public void A_file_longer_than_an_array_is_refused_before_it_is_read()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "f");
        using (FileStream sparse = File.Create(path))
        {
            sparse.SetLength(Array.MaxLength);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        UserErrorException e = Assert.Throws<UserErrorException>(() => WholeFile.Read(path));
        Assert.Equal("PIM1001", e.Diagnostics[0].Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
