namespace PimSim.Core.Tests;

public sealed class FileFaultTests
{
    [Fact]
    public void A_fault_of_reading_is_PIM0021_under_the_users_name()
    {
        Diagnostic fault = Assert.Single(FileFault.CannotRead("net.pimnet", new FileNotFoundException("not there")).Diagnostics);
        Assert.Equal(("PIM0021", "net.pimnet", "correct the path"), (fault.Code, fault.File, fault.Remedy));
    }

    [Fact]
    public void No_permission_has_its_remedy()
    {
        Diagnostic fault = Assert.Single(FileFault.CannotWrite("out.json", new UnauthorizedAccessException("no")).Diagnostics);
        Assert.Equal("PIM0020", fault.Code);
        Assert.Contains("permissions", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Bugs_are_not_faults_of_files()
    {
        Assert.False(FileFault.IsOne(new InvalidOperationException()));
        Assert.False(FileFault.IsOne(new ArgumentNullException("path")));
        Assert.True(FileFault.IsOne(new IOException()));
    }
}
