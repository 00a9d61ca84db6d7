using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Accuracy under many fault seeds. What no fault of a seed reaches is not computed again: layers whose cells are read right and whose inputs
/// are those of the sound device have the sound device's results, which are kept where memory allows.
/// </summary>
public sealed class FaultStudy
{
    /// <summary>Kept results of the sound device take no more than this.</summary>
    private const long KeptBytes = 768L << 20;

    private readonly PimDriver driver;
    private readonly Placement placement;
    private readonly PimDevice device;
    private readonly IImageSource images;
    private readonly byte[] labels;
    private readonly ImageSharding sharding;
    private readonly FaultPlans plans;
    private readonly LayerOperation?[] producers;
    private ITwinLayer[] sound = [];
    private Activations[][]? kept;

    /// <summary>A study of a device that holds a network.</summary>
    /// <param name="driver">What uploaded it; the device is not exposed.</param>
    /// <param name="placement">The placement.</param>
    /// <param name="device">The device.</param>
    /// <param name="images">The images.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="cancellation">Stops the timing that disturbance needs.</param>
    public FaultStudy(PimDriver driver, Placement placement, PimDevice device, IImageSource images, byte[] labels, CancellationToken cancellation)
    {
        this.driver = driver;
        this.placement = placement;
        this.device = device;
        this.images = images;
        this.labels = labels;
        sharding = ImageSharding.Create(device.Model, images.Count);
        plans = driver.Plans(images.Count, cancellation);
        producers = placement.Workload.Producers();
    }

    /// <summary>Whether seeds can share the sound device's results: images stand alone, and no instruction can change.</summary>
    public bool Shares => sharding.Shards == 1 && !device.Model.Faults.HitsReads && device.Model.Unit!.Sequencer == SequencerKind.Host;

    /// <summary>Runs seeds <paramref name="firstSeed"/>, <paramref name="firstSeed"/> + 1, ...; results are in this order whatever the threads do.</summary>
    public IReadOnlyList<SeedResult> Run(ulong firstSeed, int seeds, int threads, CancellationToken cancellation)
    {
        var results = new SeedResult[seeds];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        if (!Shares)
        {
            for (int s = 0; s < seeds; s++)
            {
                results[s] = RunAlone(firstSeed + (ulong)s, threads, cancellation);
            }

            return results;
        }

        Prepare(options);
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

    private void Prepare(ParallelOptions options)
    {
        var reader = new CellReader(placement.Geometry, device.Cores[0].Cells);
        sound = FastPath.LayersIn(placement, reader);
        if ((ImageBytes() * images.Count) > KeptBytes)
        {
            return;
        }

        kept = new Activations[images.Count][];
        Parallel.For(0, images.Count, options, () => new TwinScratch(), (i, _, scratch) =>
        {
            Activations[] tensors = ImageGroup.Tensors(placement.Workload, images, producers, 1);
            Load(tensors[0], i);
            foreach (ITwinLayer layer in sound)
            {
                layer.Run(tensors, scratch);
            }

            kept[i] = tensors;
            return scratch;
        }, _ => { });
    }

    private void Load(Activations input, int image) => input.Load(images, image, 0, new float[images.Height * images.Width * images.Channels]);

    private long ImageBytes() => ImageGroup.Tensors(placement.Workload, images, producers, 1).Sum(t => t.Bytes);

    private SeedResult RunSeed(ulong seed, TwinScratch scratch, CancellationToken cancellation)
    {
        FaultPlan plan = plans.Create(seed);
        ActivationFaults? activations = ActivationFaults.Of(plan);
        var counts = new FaultCounts();
        var run = new SeedRun(placement, Room(), Room(), activations);
        int outputs = placement.Workload.Operations[^1].Shape.OutChannels * placement.Workload.Operations[^1].Shape.Windows;
        int correct = 0;
        for (int domain = 0; domain < device.Cores.Length; domain++)
        {
            cancellation.ThrowIfCancellationRequested();
            CellArrays cells = device.Cores[domain].Cells;
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
                ReadOnlySpan<float> scores = run.Run(i, kept?[i], layers, patched, scratch, input => Load(input, i));
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
        bool[] patched = new bool[sound.Length];
        layers = [.. sound];
        for (int l = 0; l < sound.Length && wrong.Count > 0; l++)
        {
            if (placement.Layers[l] is RealLayout { OnHost: true } || !Rows(placement.Layers[l]).Any(wrong.HitsRow))
            {
                continue;
            }

            patched[l] = true;
            layers[l] = sound[l].Patched(wrong, reader);
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
                List<long> flips = activations!.Draw(tensors[taken.Id], image, taken.Id);
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
