using System.Reflection;
using PimSim.Exploration;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace PimSim.Testing;

/// <summary>
/// Gives a theory the cases of a suite, one test each. Its parameters are the suite's file and the name of a case:
/// <code>
/// [Theory, RegressionCases("suite.yaml")]
/// public void Devices_infer_as_accepted(string suite, string name) =&gt; RegressionAssert.Holds(suite, name);
/// </code>
/// </summary>
/// <param name="file">The suite, relative to the folder of the test's assembly.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RegressionCasesAttribute(string file) : DataAttribute
{
    /// <summary>The suite, relative to the folder of the test's assembly.</summary>
    public string File { get; } = file;

    /// <inheritdoc/>
    /// <exception cref="Core.UserErrorException">The suite cannot be read.</exception>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        string suite = Path.Combine(AppContext.BaseDirectory, this.File);
        return ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. RegressionSuite.Load(suite).Cases.Select(c => new TheoryDataRow<string, string>(suite, c.Name) { TestDisplayName = c.Name })]);
    }

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
