using PimSim.Core;

namespace PimSim.Device;

/// <summary>The fault of a model whose refresh leaves no time for commands.</summary>
internal static class RefreshFault
{
    /// <summary>After as many refreshes without a command between them there will never be one.</summary>
    public const int MostInARow = 64;

    public static UserErrorException NoTime(int intervalCycles) => new(
        "PIM0601",
        $"refresh every {intervalCycles} cycles leaves no time for commands: {MostInARow} refreshes and not one command between them",
        remedy: "make the refresh interval of the model longer, or its refresh and row timing shorter");
}
