using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary><c>network sketch</c>.</summary>
internal sealed class NetworkSketchVerb(NetworkSketchOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DeviceModel model = DeviceModelLoader.Load(options.Device ?? Defaults.Device, options.Set);
        writer.Warn(model.Warnings);
        int width = model.Unit?.LaneBits ?? throw new UserErrorException(
            "PIM0700", $"device '{model.Name}' has no processing units", null, "take a model with a processing unit, for example hbm2-2000-pim");
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(options.Network);
        bool isFile = !NetworkCatalog.Shipped.Names.Contains(options.Network, StringComparer.Ordinal);
        DistinctFiles.Require(("NAME|FILE", isFile ? options.Network : null), ("--out", options.Target));
        AtomicFile.RequireWritable(options.Target);
        ImageDataSet? images = options.NormData is { } data ? DataCatalog.Resolve(data, DataSplit.Train) : null;
        SketchedNetwork sketched = NetworkSketching.Run(
            network,
            new SketchOptions
            {
                Bits = options.Bits,
                Method = (SketchMethod)Array.IndexOf([.. NetworkSketchOptions.Methods], options.Method),
                Layers = options.Layers?.Split(',', StringSplitOptions.TrimEntries),
                NormImages = images?.Take(options.Images ?? Math.Min(images.Count, NetworkSketchOptions.DefaultImages)),
            },
            cancellationToken);
        IReadOnlyList<IReadOnlyList<SketchCost>>? costs = options.Additions is null
            ? null
            : SketchCosts.Of(SoundDevice.Require(model, "network sketch --additions"), sketched, [.. options.SideBySide.OfType<int>()], cancellationToken);
        NetworkSummary summary = NetworkSummary.Of(sketched.Network.Name, sketched.Network);
        NetworkFile.Save(options.Target, sketched.Network);
        writer.Write(new NetworkSketchView(new NamedHash(summary.Name, summary.Hash), options.Target, options.Method, options.Bits, model.Name, width, sketched.Layers)
        {
            Costs = costs is null ? null : [.. sketched.Layers.Zip(costs, (layer, cost) => new SketchCostView(layer, model, cost))],
        });
        return Task.FromResult(ExitCode.Done);
    }
}
