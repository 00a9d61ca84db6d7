using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// The requests of a plain inference in the order of its plan, as fast as the memory takes them: weights from address 0 on,
/// activations from the middle of the device on.
/// </summary>
internal sealed class PlainInferenceTraffic : IRequestSource
{
    private readonly IReadOnlyList<LayerTraffic> layers;
    private readonly int images;
    private readonly int burstBytes;
    private readonly long[] weightsAt;
    private readonly IEnumerator<(long First, long Count, bool IsWrite)> runs;
    private long next;
    private long left;

    /// <param name="layers">Sizes.</param>
    /// <param name="groups">The plan.</param>
    /// <param name="images">Images.</param>
    /// <param name="burstBytes">Bytes of a request.</param>
    /// <param name="middle">Burst at which activations begin.</param>
    public PlainInferenceTraffic(IReadOnlyList<LayerTraffic> layers, IReadOnlyList<PlainGroup> groups, int images, int burstBytes, long middle)
    {
        this.layers = layers;
        this.images = images;
        this.burstBytes = burstBytes;
        weightsAt = new long[layers.Count + 1];
        for (int i = 0; i < layers.Count; i++)
        {
            weightsAt[i + 1] = weightsAt[i] + layers[i].Weights;
        }

        WeightBursts = weightsAt[^1];
        ActivationBursts = (layers[0].Input * images) + groups.Sum(g => layers[g.Last].Output * images);
        runs = Runs(groups, middle).GetEnumerator();
    }

    /// <summary>Bursts that all weights take.</summary>
    public long WeightBursts { get; }

    /// <summary>Bursts that the activations take which do not stay in the cache.</summary>
    public long ActivationBursts { get; }

    /// <inheritdoc/>
    public int Read(Span<Request> buffer)
    {
        int filled = 0;
        while (filled < buffer.Length)
        {
            while (left == 0)
            {
                if (!runs.MoveNext())
                {
                    return filled;
                }

                (next, left) = (runs.Current.First, runs.Current.Count);
            }

            buffer[filled++] = new Request(0, (ulong)(next * burstBytes), runs.Current.IsWrite);
            next++;
            left--;
        }

        return filled;
    }

    /// <inheritdoc/>
    public void Dispose() => runs.Dispose();

    private IEnumerable<(long First, long Count, bool IsWrite)> Runs(IReadOnlyList<PlainGroup> groups, long middle)
    {
        long inputAt = middle;
        foreach (PlainGroup g in groups)
        {
            // What one group leaves the next one takes.
            long outputAt = inputAt + (layers[g.First].Input * images);
            IEnumerable<(long, long, bool)> group = g.Order == PlainOrder.WeightsStay ? WeightsStay(g, inputAt, outputAt) : ActivationsStay(g, inputAt, outputAt);
            foreach ((long, long, bool) run in group)
            {
                yield return run;
            }

            inputAt = outputAt;
        }
    }

    private IEnumerable<(long First, long Count, bool IsWrite)> WeightsStay(PlainGroup g, long inputAt, long outputAt)
    {
        long input = layers[g.First].Input;
        long output = layers[g.Last].Output;
        long weights = weightsAt[g.Last + 1] - weightsAt[g.First];
        for (long p = 0; p < g.Passes; p++)
        {
            // A part of the weights makes the same part of each image's output channels.
            yield return Part(weightsAt[g.First], weights, p, g.Passes, isWrite: false);
            for (int n = 0; n < images; n++)
            {
                yield return (inputAt + (n * input), input, false);
                yield return Part(outputAt + (n * output), output, p, g.Passes, isWrite: true);
            }
        }
    }

    private IEnumerable<(long First, long Count, bool IsWrite)> ActivationsStay(PlainGroup g, long inputAt, long outputAt)
    {
        long input = layers[g.First].Input;
        long output = layers[g.Last].Output;
        for (long n = 0; n < images; n += g.Block)
        {
            long block = Math.Min(g.Block, images - n);
            yield return (inputAt + (n * input), block * input, false);
            yield return (weightsAt[g.First], weightsAt[g.Last + 1] - weightsAt[g.First], false);
            yield return (outputAt + (n * output), block * output, true);
        }
    }

    private static (long First, long Count, bool IsWrite) Part(long at, long length, long part, long parts, bool isWrite)
    {
        long from = length * part / parts;
        return (at + from, (length * (part + 1) / parts) - from, isWrite);
    }
}
