using System.Buffers.Binary;
using System.Security.Cryptography;
using PimSim.Core;
using PimSim.Data;
using PimSim.Device;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Executes the commands of a trace on fresh banks. It knows the device and the trace, and nothing of networks.</summary>
internal sealed class TraceExecutionBackEnd(ResultWriter writer) : ITraceExecutionBackEnd
{
    /// <inheritdoc/>
    public Task<TraceExecuteView> ExecuteAsync(TraceExecuteOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Execute(options, progress, cancellationToken), cancellationToken);

    private TraceExecuteView Execute(TraceExecuteOptions options, IProgress<WorkProgress> progress, CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        using CommandTraceReader reader = CommandTraceReader.Open(options.File);
        DeviceModel model = SoundDevice.Require(DeviceModelLoader.Load(options.Device ?? reader.Header.DeviceName, options.Set), "trace execute");
        if (!string.Equals(model.Hash, reader.Header.DeviceHash, StringComparison.Ordinal))
        {
            writer.Note($"the trace was recorded on '{reader.Header.DeviceName}' with other parameters than '{model.Name}' has now");
        }

        var replay = new TraceReplayPort(model, reader.Header, options.File);
        Organization o = model.Organization;
        var cores = new DomainCore?[o.Domains];
        long first = -1;
        long last = 0;
        foreach (TracedCommand traced in reader.ReadAll(model, cancellationToken))
        {
            TimedCommand c = traced.Command;
            int domain = (((c.Channel * o.PseudoChannels) + c.PseudoChannel) * o.Ranks) + c.Rank;
            cores[domain] ??= new DomainCore(model, domain, (ulong)options.Seed);
            replay.Execute(cores[domain]!, traced);
            first = first < 0 ? c.Cycle : first;
            last = Math.Max(last, c.Cycle);
            if ((replay.Executed & 0xFFFF) == 0)
            {
                progress.Report(new WorkProgress("execute", replay.Executed, 0));
            }
        }

        if (reader.Truncation is { } cut)
        {
            writer.Warn([cut]);
        }

        return View(options, reader, model, replay, first < 0 ? 0 : last - first + 1) with { Host = clock.Read(options.ThreadCount) };
    }

    private static TraceExecuteView View(TraceExecuteOptions options, CommandTraceReader reader, DeviceModel model, TraceReplayPort replay, long cycles)
    {
        IReadOnlyList<ResultStream> streams = reader.Truncation is null ? reader.Header.Streams : [];
        PredictionsView? predictions = Predictions(options.File, reader.Header.Provenance, streams, replay.Streams);
        return new TraceExecuteView
        {
            File = options.File,
            Complete = reader.Truncation is null,
            Device = new NamedHash(model.Name, model.Hash),
            CommandsExecuted = replay.Executed,
            Cycles = cycles,
            ReadOuts = replay.ReadOuts,
            ReadOutsCompared = replay.Compared,
            ReadOutsDiffering = replay.Differing,
            FirstDifference = replay.FirstDifference,
            Streams = [.. streams.Select((s, i) => new ResultStreamView(
                s.Name, s.Element.ToString().ToLowerInvariant(), s.Shape, Convert.ToHexStringLower(SHA256.HashData(replay.Streams.Complete(i).Span))))],
            Predictions = predictions,
            Correct = options.Data is null || predictions is null ? null : Judge(options.Data, predictions),
            Host = new HostView(0, 0, options.ThreadCount),
        };
    }

    private static long Judge(string name, PredictionsView predictions)
    {
        ImageDataSet data = DataCatalog.Resolve(name, DataSplit.Test);
        return data.Count >= predictions.Classes.Count
            ? predictions.CountCorrect(data.Labels)
            : throw new UserErrorException("PIM0910", $"the trace has {predictions.Classes.Count} predictions, '{data.Name}' has {data.Count} labels", null, "name the data set that was recorded");
    }

    /// <summary>Classes from a stream of scores (the first of the highest) or of mismatches (the first of the lowest), or by the trace's own rule.</summary>
    private static PredictionsView? Predictions(
        string file, IReadOnlyList<KeyValuePair<string, string>> provenance, IReadOnlyList<ResultStream> streams, ResultStreamAssembler assembler)
    {
        for (int i = 0; i < streams.Count; i++)
        {
            ResultStream s = streams[i];
            if (s.Shape.Count != 2 || s.Shape[1] > 256)
            {
                continue;
            }

            switch (s.Name, s.Element)
            {
                case (TraceRecorder.ScoreStream, StreamElement.Fp32):
                    return PredictionsView.FromScores(assembler.Reals(i), s.Shape[1], TraceReadOut.Find(provenance, s.Shape[1], counts: false, file));
                case (TraceRecorder.MismatchStream, StreamElement.I16):
                    ReadOnlySpan<byte> bytes = assembler.Complete(i).Span;
                    float[] scores = new float[s.Length];
                    for (int e = 0; e < scores.Length; e++)
                    {
                        scores[e] = -BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * e)..]);
                    }

                    var rule = TraceReadOut.Find(provenance, s.Shape[1], counts: true, file);
                    rule?.ToScores(scores);
                    return PredictionsView.FromScores(scores, s.Shape[1], rule);
                default:
                    break;
            }
        }

        return null;
    }
}
