using Xunit.Sdk;

namespace PimSim.Testing.Tests;

/// <summary>The shipped models and networks, tested as others test theirs.</summary>
public sealed class ShippedSuiteTests
{
    private const string File = "suites/shipped.yaml";

    [Theory]
    [RegressionCases(File)]
    public void Devices_infer_as_accepted(string suite, string name) => RegressionAssert.Holds(suite, name);

    [Fact]
    public void What_fell_is_explained()
    {
        string folder = Directory.CreateTempSubdirectory("pimsim-testing-").FullName;
        try
        {
            string suite = Path.Combine(folder, "shipped.yaml");
            System.IO.File.WriteAllText(suite, "format: pimsim-suite/1\ncases:\n  - name: bcnn-s on HBM2\n    images: 500\n    set: [placement.first=host]\n");
            System.IO.File.Copy(Path.Combine(AppContext.BaseDirectory, "suites", "shipped.accepted.json"), Path.Combine(folder, "shipped.accepted.json"));
            TrueException e = Assert.Throws<TrueException>(() => RegressionAssert.Holds(suite, "bcnn-s on HBM2"));
            Assert.Contains("cycles: 806386 accepted", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
