using PimSim.Exploration;
using Xunit;

namespace PimSim.Testing;

/// <summary>Assertions about the inference accuracy of devices.</summary>
public static class RegressionAssert
{
    /// <summary>Runs a case of a suite on one thread; fails with what differs from the accepted values, images and layers named.</summary>
    /// <param name="suite">The suite's file.</param>
    /// <param name="name">Name of the case.</param>
    /// <exception cref="Core.UserErrorException">The suite or its accepted values cannot be read, or there is no such case.</exception>
    public static void Holds(string suite, string name)
    {
        RegressionSuite loaded = RegressionSuite.Load(suite);
        CaseResult result = SuiteRunner.Run(loaded, loaded.Select([name]), threads: 1, finished: null, TestContext.Current.CancellationToken)[0];
        Assert.True(result.Status == CaseStatus.Passed, $"{name}:\n{string.Join('\n', result.Explain())}");
    }
}
