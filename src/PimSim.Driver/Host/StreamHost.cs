using PimSim.Core;
using PimSim.Device;

namespace PimSim.Driver;

/// <summary>A host port whose domains take and give data in fixed orders, made as they are asked for.</summary>
internal sealed class StreamHost : IHostPort
{
    private readonly IEnumerator<byte[]>?[] inputs;
    private readonly IEnumerator<OutputSink>?[] outputs;

    private readonly ScoreSlices? slices;

    public StreamHost(int domains, ScoreSlices? slices = null)
    {
        this.slices = slices;
        inputs = new IEnumerator<byte[]>?[domains];
        outputs = new IEnumerator<OutputSink>?[domains];
    }

    public void Attach(int domain, IEnumerable<byte[]> input, IEnumerable<OutputSink> output)
    {
        inputs[domain] = input.GetEnumerator();
        outputs[domain] = output.GetEnumerator();
    }

    public ReadOnlySpan<byte> NextInput(int domain) => inputs[domain] is { } i && i.MoveNext()
        ? i.Current
        : throw new InternalErrorException($"the program of domain {domain} takes more data than the host has");

    public void OnOutput(int domain, ReadOnlySpan<byte> burst)
    {
        if (outputs[domain] is not { } o || !o.MoveNext())
        {
            throw new InternalErrorException($"the program of domain {domain} gives more data than the host takes");
        }

        slices?.Clear();
        o.Current(burst);
    }

    /// <summary>Makes sure that programs and host agree on the amount of data.</summary>
    public void RequireDrained()
    {
        for (int d = 0; d < inputs.Length; d++)
        {
            if ((inputs[d]?.MoveNext() ?? false) || (outputs[d]?.MoveNext() ?? false))
            {
                throw new InternalErrorException($"the program of domain {d} takes less data than the host has");
            }
        }
    }
}
