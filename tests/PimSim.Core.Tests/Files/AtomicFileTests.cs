namespace PimSim.Core.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Writes_a_new_file_and_leaves_nothing_else()
    {
        string path = folder.File("result.json");
        AtomicFile.Write(path, stream => stream.Write("{}"u8));
        Assert.Equal("{}", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Replaces_an_old_file_whole()
    {
        string path = folder.File("result.json");
        File.WriteAllText(path, "a much longer old content");
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void A_fault_of_the_callback_is_passed_on_and_the_old_file_stays()
    {
        string path = folder.File("result.json");
        File.WriteAllText(path, "old");
        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidDataException("mine");
        }));
        Assert.Equal("mine", thrown.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_missing_folder_is_PIM0020_with_a_remedy()
    {
        string path = folder.File("missing/result.json");
        Diagnostic fault = Diagnose(() => AtomicFile.Write(path, _ => { }));
        Assert.Equal("PIM0020", fault.Code);
        Assert.Equal(path, fault.File);
        Assert.Contains("create the folder", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("bad\0name")]
    public void A_path_that_is_none_is_PIM0020(string path)
    {
        Assert.Equal("PIM0020", Diagnose(() => AtomicFile.Write(path, _ => { })).Code);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_PIM0020()
    {
        Assert.Equal("PIM0020", Diagnose(() => AtomicFile.Write(folder.Path, _ => { })).Code);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_symbolic_link_is_followed_not_replaced()
    {
        string real = folder.File("real.txt");
        string link = folder.File("link.txt");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(link, real);
        AtomicFile.Write(link, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(real));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void A_device_is_written_and_stays_a_device()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/full");
        Diagnostic small = Diagnose(() => AtomicFile.Write("/dev/full", stream => stream.Write(new byte[100])));
        Assert.Contains("disk is full", small.Remedy, StringComparison.Ordinal);
        Diagnostic fault = Diagnose(() => AtomicFile.Write("/dev/full", stream => stream.Write(new byte[100_000])));
        Assert.Equal("PIM0020", fault.Code);
        Assert.Contains("disk is full", fault.Remedy, StringComparison.Ordinal);
        AtomicFile.Write("/dev/null", stream => stream.Write("gone"u8));
        Assert.Empty(File.ReadAllText("/dev/null"));
    }

    private static Diagnostic Diagnose(Action action) => Assert.Single(Assert.Throws<UserErrorException>(action).Diagnostics);
}
