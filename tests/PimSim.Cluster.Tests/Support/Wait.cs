using System.Diagnostics;

namespace PimSim.Cluster.Tests;

/// <summary>Waits for what happens in other processes.</summary>
internal static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    /// <summary>Until something is so.</summary>
    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);

    /// <summary>The same, asked elsewhere.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(clock.Elapsed < Longest, $"waited in vain for {what}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
