using PimSim.Core;

namespace PimSim.Interop.Tests;

/// <summary>Asserts that a user's file is refused in the right way.</summary>
internal static class Refusal
{
    /// <summary>The first fault has this number, a file and a remedy.</summary>
    public static Diagnostic Of(string code, Action action)
    {
        UserErrorException e = Assert.Throws<UserErrorException>(action);
        Assert.Equal(code, e.Diagnostics[0].Code);
        Assert.NotNull(e.Diagnostics[0].File);
        Assert.NotNull(e.Diagnostics[0].Remedy);
        return e.Diagnostics[0];
    }
}
