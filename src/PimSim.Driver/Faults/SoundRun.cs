using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// What seeds and rates of faults share on one device, network and set of images: the cells as uploaded, the layers of the sound device and, where memory
/// allows, all that these give for each image. Nobody changes it; any number of threads.
/// </summary>
public sealed class SoundRun
{
    /// <summary>Kept results take no more than this.</summary>
    private const long KeptBytes = 768L << 20;

    private SoundRun(PimDevice device, ITwinLayer[] layers, Activations[][]? kept)
    {
        Device = device;
        Layers = layers;
        Kept = kept;
    }

    internal PimDevice Device { get; }

    internal ITwinLayer[] Layers { get; }

    /// <summary>Tensors by image, or null where they are too many.</summary>
    internal Activations[][]? Kept { get; }

    /// <summary>Computes the images.</summary>
    /// <param name="placement">The placement.</param>
    /// <param name="device">A device that holds the network and is not exposed; it must stay so.</param>
    /// <param name="images">The images.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellation">Gives up.</param>
    public static SoundRun Create(Placement placement, PimDevice device, IImageSource images, int threads, CancellationToken cancellation)
    {
        ITwinLayer[] layers = FastPath.LayersIn(placement, new CellReader(placement.Geometry, device.Cores[0].Cells));
        LayerOperation?[] producers = placement.Workload.Producers();
        Activations[] Room() => ImageGroup.Tensors(placement.Workload, images, producers, 1);
        if (Room().Sum(t => t.Bytes) * images.Count > KeptBytes)
        {
            return new SoundRun(device, layers, null);
        }

        var kept = new Activations[images.Count][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        Parallel.For(0, images.Count, options, () => new TwinScratch(), (i, _, scratch) =>
        {
            Activations[] tensors = Room();
            tensors[0].Load(images, i, 0, scratch.Numbers(images.Height * images.Width * images.Channels));
            foreach (ITwinLayer layer in layers)
            {
                layer.Run(tensors, scratch);
            }

            kept[i] = tensors;
            return scratch;
        }, _ => { });
        return new SoundRun(device, layers, kept);
    }
}
