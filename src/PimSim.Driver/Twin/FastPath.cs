using PimSim.Core;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// Computes a workload image by image with packed kernels on the bits that the cells hold. Same bits as the reference
/// path; time and energy come from the programs.
/// </summary>
internal sealed class FastPath
{
    private readonly Placement placement;
    private readonly ActivationFaults? activations;
    private readonly ITwinLayer[][] layersOfTeam;

    public FastPath(Placement placement, PimDevice device, ActivationFaults? activations)
    {
        this.activations = activations;
        this.placement = placement;
        layersOfTeam = new ITwinLayer[device.Cores.Length][];
        var known = new Dictionary<string, ITwinLayer[]>(StringComparer.Ordinal);
        for (int d = 0; d < layersOfTeam.Length; d++)
        {
            int same = Enumerable.Range(0, d).FirstOrDefault(e => device.Cores[e].Cells.SameContents(device.Cores[d].Cells), d);
            layersOfTeam[d] = same < d ? layersOfTeam[same] : Layers(device.Cores[d], known);
        }
    }

    public void Run(IImageSource images, ImageSharding sharding, float[] scores, int threads, ActivationDigests? digests, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        Parallel.For(0, images.Count, options, () => new Worker(placement, images, activations), (i, _, worker) =>
        {
            worker.Run(i, LayersFor(sharding, i), scores, digests);
            return worker;
        }, _ => { });
    }

    /// <summary>The layers as a domain holds them.</summary>
    public ITwinLayer[] LayersOf(int domain) => layersOfTeam[domain];

    /// <summary>The layers as the image's team holds them. The domains of a team compute parts of one image, so they must hold the same.</summary>
    private ITwinLayer[] LayersFor(ImageSharding sharding, int image)
    {
        int team = 0;
        while (image >= sharding.FirstImage(team) + sharding.TeamImages(team))
        {
            team++;
        }

        ITwinLayer[] first = layersOfTeam[team * sharding.Shards];
        for (int s = 1; s < sharding.Shards; s++)
        {
            if (!ReferenceEquals(first, layersOfTeam[(team * sharding.Shards) + s]))
            {
                throw new InternalErrorException($"the domains of team {team} share pixels and hold different cells: only the reference path can compute that");
            }
        }

        return first;
    }

    /// <summary>The layers on what <paramref name="reader"/> finds in the cells.</summary>
    public static ITwinLayer[] LayersIn(Placement placement, CellReader reader) =>
    [
        .. placement.Layers.Select(l => l switch
        {
            BinaryLayout b => (ITwinLayer)new BinaryTwin(placement.Geometry, b, reader),
            ElementwiseLayout e => new ElementwiseTwin(placement.Geometry, e, reader),
            _ => new RealTwin(placement.Geometry, (RealLayout)l, reader),
        }),
    ];

    /// <summary>Rows also hold columns that nobody wrote and that differ by domain: what counts is what the layers read.</summary>
    private ITwinLayer[] Layers(DomainCore core, Dictionary<string, ITwinLayer[]> known)
    {
        var reader = new CellReader(placement.Geometry, core.Cells, digests: true);
        ITwinLayer[] layers = LayersIn(placement, reader);
        if (!known.TryAdd(reader.Digest, layers))
        {
            return known[reader.Digest];
        }

        return layers;
    }

    private sealed class Worker
    {
        private readonly IImageSource images;
        private readonly Activations[] tensors;
        private readonly Activations result;
        private readonly float[] numbers;
        private readonly TwinScratch scratch = new();
        private readonly Placement placement;
        private readonly ActivationFaults? activations;
        private readonly bool[] exposed;

        public Worker(Placement placement, IImageSource images, ActivationFaults? activations)
        {
            this.placement = placement;
            this.activations = activations;
            this.images = images;
            numbers = new float[images.Height * images.Width * images.Channels];
            tensors = [.. placement.Workload.Producers().Select((o, tensor) => o is null
                ? Activations.InputOf(placement.Workload, 1, images)
                : Activations.OutputOf(o, tensor, 1))];
            result = tensors[placement.Workload.Operations[^1].Output.Id];
            exposed = new bool[tensors.Length];
        }

        public void Run(int image, ITwinLayer[] layers, float[] scores, ActivationDigests? digests)
        {
            tensors[0].Load(images, image, 0, numbers);
            Array.Clear(exposed);
            for (int l = 0; l < layers.Length; l++)
            {
                LayerOperation operation = placement.Layers[l].Operation;
                if (activations is not null && placement.Layers[l] is not RealLayout { OnHost: true })
                {
                    Expose(operation, image);
                }

                layers[l].Run(tensors, scratch);
                foreach (TensorHandle output in digests is null ? [] : operation.Outputs)
                {
                    digests!.Take(image, l, tensors[output.Id]);
                }
            }

            result.Numbers!.CopyTo(scores, image * result.Numbers!.Length);
        }

        private void Expose(LayerOperation operation, int image)
        {
            foreach (TensorHandle input in operation.Inputs)
            {
                if (!exposed[input.Id])
                {
                    exposed[input.Id] = true;
                    activations!.Apply(tensors[input.Id], 0, image, input.Id);
                }
            }
        }
    }
}
