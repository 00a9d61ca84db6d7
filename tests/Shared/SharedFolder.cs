namespace PimSim.Tests;

/// <summary>Finds the folder of reference data that tests may use but must not need.</summary>
internal static class SharedFolder
{
    /// <summary>
    /// Path of a file below the shared folder (environment variable PIMSIM_SHARED, else <c>../shared</c> beside the
    /// checkout). Skips the calling test with a message when the file is absent.
    /// </summary>
    public static string Require(string relativePath)
    {
        string? root = Environment.GetEnvironmentVariable("PIMSIM_SHARED") ?? FindBesideCheckout();
        string? path = root is null ? null : Path.Combine(root, relativePath);
        if (path is null || !(File.Exists(path) || Directory.Exists(path)))
        {
            Assert.Skip($"shared reference data '{relativePath}' is absent (set PIMSIM_SHARED to its folder)");
        }

        return path;
    }

    /// <summary>The root of this checkout: the folder that holds PimSim.sln.</summary>
    public static string CheckoutRoot()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
        {
            if (File.Exists(Path.Combine(d.FullName, "PimSim.sln")))
            {
                return d.FullName;
            }
        }

        throw new InvalidOperationException("PimSim.sln not found above " + AppContext.BaseDirectory);
    }

    private static string? FindBesideCheckout()
    {
        string candidate = Path.GetFullPath(Path.Combine(CheckoutRoot(), "..", "shared"));
        return Directory.Exists(candidate) ? candidate : null;
    }
}
