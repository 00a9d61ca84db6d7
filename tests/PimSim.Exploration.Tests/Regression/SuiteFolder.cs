using PimSim.Bnn;

namespace PimSim.Exploration.Tests.Regression;

/// <summary>A folder with a suite of one small case, and networks beside it.</summary>
internal sealed class SuiteFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("pimsim-suite-").FullName;

    public SuiteFolder(string tolerance = "")
    {
        NetworkFile.Save(File("net.pimnet"), Network());
        System.IO.File.WriteAllText(File("suite.yaml"), $"""
            format: pimsim-suite/1
            cases:
              - name: small
                network: net.pimnet
                images: 12
            {tolerance}
            """);
        Suite = RegressionSuite.Load(File("suite.yaml"));
    }

    public RegressionSuite Suite { get; }

    public string File(string name) => Path.Combine(path, name);

    public IReadOnlyList<CaseResult> Run() => SuiteRunner.Run(Suite, Suite.Cases, 2, finished: null, TestContext.Current.CancellationToken);

    /// <summary>The network that ships, with the signs of some weights of its second layer turned.</summary>
    public void Damage()
    {
        BnnNetwork network = Network();
        NetworkFile.Save(File("net.pimnet"), new BnnNetwork
        {
            Name = network.Name,
            Input = network.Input,
            Classes = network.Classes,
            Nodes = [.. network.Nodes.Select(n => n is ConvolutionNode { Name: "conv2", Weights: ClippedWeights w } c ? c with { Weights = Turned(w) } : n)],
        });
    }

    public void Dispose() => Directory.Delete(path, recursive: true);

    private static BnnNetwork Network() => NetworkCatalog.Shipped.Resolve("bcnn-s");

    private static ClippedWeights Turned(ClippedWeights weights) => weights with { Values = [.. weights.Values.Select((v, i) => i % 3 == 0 ? -v : v)] };
}
