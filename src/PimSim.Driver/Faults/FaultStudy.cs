using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Accuracy under many fault seeds. What no fault of a seed reaches is not computed again: layers whose cells are read right and whose inputs
/// are those of the sound device have the sound device's results, which are kept where memory allows.
/// </summary>
public sealed class FaultStudy
{
    private readonly PimDriver driver;
    private readonly Placement placement;
    private readonly PimDevice device;
    private readonly IImageSource images;
    private readonly byte[] labels;
    private readonly ImageSharding sharding;
    private readonly FaultPlans plans;
    private readonly LayerOperation?[] producers;
    private SoundRun? sound;

    /// <summary>A study of a device that holds a network.</summary>
    /// <param name="driver">Its driver; the device is not exposed. Without <paramref name="sound"/> it has uploaded the network.</param>
    /// <param name="placement">The placement.</param>
    /// <param name="device">The device.</param>
    /// <param name="images">The images.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="cancellation">Stops the timing that disturbance needs.</param>
    /// <param name="sound">
    /// What studies share whose devices differ in nothing but faults, correction and what timing does not depend on (see <see cref="Shares"/>); null: of its own.
    /// </param>
    public FaultStudy(
        PimDriver driver, Placement placement, PimDevice device, IImageSource images, byte[] labels, CancellationToken cancellation, SoundRun? sound = null)
    {
        this.sound = sound;
        this.driver = driver;
        this.placement = placement;
        this.device = device;
        this.images = images;
        this.labels = labels;
        sharding = ImageSharding.Create(device.Model, images.Count);
        plans = driver.Plans(images.Count, cancellation);
        producers = placement.Workload.Producers();
    }

    /// <summary>Whether seeds on so many images can share the sound device's results: images stand alone, and no instruction can change.</summary>
    public static bool Shares(DeviceModel model, int images) =>
        ImageSharding.Create(model, images).Shards == 1 && !model.Faults.HitsReads && model.Unit!.Sequencer == SequencerKind.Host;

    /// <summary>Runs seeds <paramref name="firstSeed"/>, <paramref name="firstSeed"/> + 1, ...; results are in this order whatever the threads do.</summary>
    public IReadOnlyList<SeedResult> Run(ulong firstSeed, int seeds, int threads, CancellationToken cancellation)
    {
        var results = new SeedResult[seeds];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        if (!Shares(device.Model, images.Count))
        {
            for (int s = 0; s < seeds; s++)
            {
                results[s] = RunAlone(firstSeed + (ulong)s, threads, cancellation);
            }

            return results;
        }

        sound ??= SoundRun.Create(placement, device, images, threads, cancellation);
        Parallel.For(0, seeds, options, () => new TwinScratch(), (s, _, scratch) =>
        {
            results[s] = RunSeed(firstSeed + (ulong)s, scratch, cancellation);
            return scratch;
        }, _ => { });
        return results;
    }

    /// <summary>A seed by the general paths.</summary>
    private SeedResult RunAlone(ulong seed, int threads, CancellationToken cancellation)
    {
        device.Expose(plans.Create(seed));
        (float[] scores, FaultCounts? counts) = driver.Compute(images, threads, cancellation);
        device.Expose(null);
        byte[] predictions = InferenceRun.Classes(scores, scores.Length / images.Count, placement.Workload.ReadOut);
        return new SeedResult(seed, predictions.Zip(labels).Count(p => p.First == p.Second), images.Count, counts!);
    }

    private SeedResult RunSeed(ulong seed, TwinScratch scratch, CancellationToken cancellation)
    {
        FaultPlan plan = plans.Create(seed);
        ActivationFaults? activations = ActivationFaults.Of(plan);
        var counts = new FaultCounts();
        var run = new SeedRun(placement, Room(), Room(), activations);
        int outputs = placement.Workload.Operations[^1].Shape.OutChannels * placement.Workload.Operations[^1].Shape.Windows;
        float[] numbers = new float[images.Height * images.Width * images.Channels];
        int correct = 0;
        for (int domain = 0; domain < device.Cores.Length; domain++)
        {
            cancellation.ThrowIfCancellationRequested();
            CellArrays cells = sound!.Device.Cores[domain].Cells;
            var wrong = new WrongReads(device.Model.Organization.ColumnAccesses, cells.AccessWords);
            var faults = new CellFaults(plan, domain);
            FaultCensus.Count(cells, faults, counts, wrong);
            if (sharding.TeamImages(domain) == 0)
            {
                continue;
            }

            bool[] patched = Patch(wrong, new CellReader(placement.Geometry, cells, wrong), out ITwinLayer[] layers);
            int first = sharding.FirstImage(domain);
            for (int i = first; i < first + sharding.TeamImages(domain); i++)
            {
                ReadOnlySpan<float> scores = run.Run(i, sound.Kept?[i], layers, patched, scratch, input => input.Load(images, i, 0, numbers));
                correct += placement.Workload.ReadOut.Classify(scores[..outputs]) == labels[i] ? 1 : 0;
            }
        }

        counts.AddActivations(activations?.Bits ?? 0, activations?.Flips ?? 0);
        return new SeedResult(seed, correct, images.Count, counts);
    }

    private Activations[] Room() => ImageGroup.Tensors(placement.Workload, images, producers, 1);

    /// <summary>The layers of a domain: those of the sound device, changed where units read something wrong.</summary>
    private bool[] Patch(WrongReads wrong, CellReader reader, out ITwinLayer[] layers)
    {
        layers = [.. sound!.Layers];
        bool[] patched = new bool[layers.Length];
        for (int l = 0; l < layers.Length && wrong.Count > 0; l++)
        {
            if (placement.Layers[l] is RealLayout { OnHost: true } || !Rows(placement.Layers[l]).Any(wrong.HitsRow))
            {
                continue;
            }

            patched[l] = true;
            layers[l] = layers[l].Patched(wrong, reader);
        }

        return patched;
    }

    private static IEnumerable<int> Rows(LayerLayout layout) =>
        layout.Tiles.SelectMany(t => Enumerable.Range(t.FirstRow, t.Rows).Append(t.ThresholdRow));

    /// <summary>Runs images of a seed, on what the sound device has where that is the same.</summary>
    private sealed class SeedRun(Placement placement, Activations[] room, Activations[] inputs, ActivationFaults? activations)
    {
        private readonly Activations[] tensors = new Activations[room.Length];
        private readonly bool[] exposed = new bool[room.Length];
        private readonly List<long> flips = [];

        public ReadOnlySpan<float> Run(int image, Activations[]? kept, ITwinLayer[] layers, bool[] patched, TwinScratch scratch, Action<Activations> load)
        {
            Array.Clear(exposed);
            room.CopyTo(tensors, 0);
            kept?.CopyTo(tensors, 0);
            if (kept is null)
            {
                load(tensors[0]);
            }

            for (int l = 0; l < layers.Length; l++)
            {
                LayerOperation operation = placement.Layers[l].Operation;
                if (activations is not null && placement.Layers[l] is not RealLayout { OnHost: true })
                {
                    Expose(operation, image, kept);
                }

                if (kept is null || patched[l] || operation.Inputs.Any(t => !ReferenceEquals(tensors[t.Id], kept[t.Id])))
                {
                    Compute(operation, kept, layers[l], scratch);
                }
            }

            return tensors[placement.Workload.Operations[^1].Output.Id].Numbers!;
        }

        private void Compute(LayerOperation operation, Activations[]? kept, ITwinLayer layer, TwinScratch scratch)
        {
            foreach (TensorHandle output in operation.Outputs)
            {
                tensors[output.Id] = room[output.Id];
            }

            layer.Run(tensors, scratch);
            foreach (TensorHandle output in operation.Outputs)
            {
                // A decision may well come out as if nothing had happened.
                if (kept is not null && room[output.Id].SameImage(kept[output.Id]))
                {
                    tensors[output.Id] = kept[output.Id];
                }
            }
        }

        private void Expose(LayerOperation operation, int image, Activations[]? kept)
        {
            foreach (TensorHandle taken in operation.Inputs)
            {
                if (exposed[taken.Id])
                {
                    continue;
                }

                exposed[taken.Id] = true;
                activations!.Draw(tensors[taken.Id], image, taken.Id, flips);
                if (flips.Count == 0)
                {
                    continue;
                }

                if (kept is not null && ReferenceEquals(tensors[taken.Id], kept[taken.Id]))
                {
                    kept[taken.Id].CopyImage(0, inputs[taken.Id], 0);
                    tensors[taken.Id] = inputs[taken.Id];
                }

                ActivationFaults.Invert(tensors[taken.Id], 0, flips);
            }
        }
    }
}
