namespace PimSim.Cli.Tests.Views;

public sealed class ProgramNameTests
{
    [Theory]
    [InlineData("/home/u/PimSim/src/PimSim.Cli/bin/Release/net10.0/pimsim", "/home/u/PimSim", "src/PimSim.Cli/bin/Release/net10.0/pimsim")]
    [InlineData("/opt/pimsim/pimsim", "/home/u", "/opt/pimsim/pimsim")]
    [InlineData("/usr/share/dotnet/dotnet", "/home/u", "pimsim")]
    [InlineData(null, "/home/u", "pimsim")]
    public void A_program_that_is_not_on_the_path_is_named_by_its_place(string? process, string folder, string expected) =>
        Assert.Equal(expected, ProgramName.Find(process, folder, "/nowhere"));

    [Fact]
    public void A_program_on_the_path_is_named_by_its_name()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "pimsim"), "");
            Assert.Equal("pimsim", ProgramName.Find("/x/pimsim", "/x", $"/nowhere{Path.PathSeparator}{folder}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
