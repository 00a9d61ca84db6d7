using System.Globalization;
using PimSim.Bnn;
using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Writes executed commands with their bus data to a trace file; the file appears when it is complete.</summary>
internal sealed class TraceRecorder : ICommandSink, IDisposable
{
    /// <summary>Name of the stream of class scores.</summary>
    public const string ScoreStream = "scores";

    /// <summary>Name of the stream of mismatch counts, where the last layer is binary: fewer is better.</summary>
    public const string MismatchStream = "mismatches";

    private readonly CommandTraceWriter file;

    private TraceRecorder(CommandTraceWriter file)
    {
        this.file = file;
    }

    /// <summary>Filled by the driver with what of a read-out is scores.</summary>
    public ScoreSlices Slices { get; } = new();

    public static TraceRecorder Create(string path, DeviceModel model, BnnNetwork network, ImageDataSet data, Workload workload)
    {
        LayerOperation last = workload.Operations[^1];
        ResultStream stream = new(
            last is BinaryOperation ? MismatchStream : ScoreStream,
            last is BinaryOperation ? StreamElement.I16 : StreamElement.Fp32,
            [data.Count, last.Shape.OutChannels * last.Shape.Windows]);
        List<KeyValuePair<string, string>> provenance =
        [
            new("network.name", network.Name),
            new("network.hash", NetworkFile.ContentHash(network)),
            new("data.name", data.Name),
            new("data.images", data.Count.ToString(CultureInfo.InvariantCulture)),
            .. TraceReadOut.Describe(network, last),
        ];
        return new TraceRecorder(CommandTraceWriter.Create(path, CommandTraceHeader.For(model, provenance, [stream])));
    }

    /// <inheritdoc/>
    public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output)
    {
        if (output.IsEmpty || Slices.Current.Count == 0)
        {
            file.Add(command, output.IsEmpty ? input : output);
            return;
        }

        Span<StreamSlice> slices = new StreamSlice[Slices.Current.Count];
        for (int i = 0; i < slices.Length; i++)
        {
            ScoreSlice s = Slices.Current[i];
            slices[i] = new StreamSlice(0, s.First, s.Skip, s.Count, s.Step);
        }

        file.Add(command, output, slices);
    }

    /// <summary>The whole run is recorded: the file takes its name.</summary>
    public void Complete() => file.Complete();

    /// <summary>Figures of the file.</summary>
    public RecordedTraceView View(string path) => new(path, file.Commands, file.PayloadBytes, new FileInfo(path).Length);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
