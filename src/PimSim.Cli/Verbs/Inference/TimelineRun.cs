using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary><c>infer --timeline</c>: the commands of the inference, and of the requests beside it, as a Chrome/Perfetto trace.</summary>
internal sealed class TimelineRun(DeviceModel model, PimDriver driver, Workload workload, InferOptions options, ResultWriter writer)
{
    /// <summary>Draws the run on <paramref name="images"/> images; with requests, the run beside them.</summary>
    /// <param name="images">Images of the run.</param>
    /// <param name="view">What the inference alone came to.</param>
    /// <param name="together">Runs both, watched by a timeline where one is given; null where there are no requests.</param>
    /// <param name="cancellationToken">Gives up; no file is left.</param>
    /// <returns>The view with what was drawn and run.</returns>
    public InferenceView Run(int images, InferenceView view, Func<InferenceTimeline?, TogetherView>? together, CancellationToken cancellationToken) =>
        OptionalFile.While(options.Timeline, file =>
        {
            if (file is null)
            {
                return view with { Together = together?.Invoke(null) };
            }

            long maximum = options.TimelineCommands ?? InferOptions.DefaultTimelineCommands;
            long total = view.Commands.Sum(c => c.Value);
            bool whole = together is null && total <= maximum;
            long perChannel = whole ? total : Math.Max(1, maximum / model.Organization.Channels);
            using InferenceTimeline timeline = new(file, model, [.. workload.Operations.Select(o => o.Name)], driver.Follow(images), perChannel);
            TogetherView? both = together?.Invoke(timeline);
            if (both is null)
            {
                Watch(timeline, images, apart: !whole, cancellationToken);
            }

            timeline.Complete(both is null ? view.Cycles : Math.Max(both.Both.Programs.Cycles, both.Both.RequestCycles));
            if (timeline.IsCut)
            {
                writer.Note($"the timeline ends after {Quantity.Count(timeline.Commands)} commands, {Quantity.Count(perChannel)} of a channel; --timeline-commands takes more");
            }

            return view with { Together = both, Timeline = new TimelineView(options.Timeline!, timeline.Commands, !timeline.IsCut) };
        });

    private void Watch(InferenceTimeline timeline, int images, bool apart, CancellationToken cancellationToken)
    {
        foreach (InferencePart part in driver.Watch(images, apart))
        {
            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeline.Expect(part.Channels, enough);
            try
            {
                _ = part.Run(new InferenceTimelineObserver(timeline), enough.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Every channel of this part has shown as much as it may.
            }
        }
    }
}
