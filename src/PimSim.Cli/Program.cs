using System.Globalization;

namespace PimSim.Cli;

/// <summary>Entry point of <c>pimsim</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        return await Application.RunAsync(args, Terminal.ForProcess());
    }
}
