using PimSim.Core;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>infer --requests</c>: the requests of a trace alone, then beside the inference.</summary>
internal sealed class TogetherRun(DeviceModel model, PimDriver driver, ResultWriter writer)
{
    /// <summary>Runs both; <paramref name="inferenceCycles"/> is what the inference takes alone. A timeline draws the run together.</summary>
    /// <exception cref="UserErrorException">The trace cannot be read, or the device cannot serve both.</exception>
    public TogetherView Run(InferOptions options, int images, long inferenceCycles, InferenceTimeline? timeline, CancellationToken cancellationToken)
    {
        // The replay comes first: it refuses devices whose addresses have no places.
        var replay = new RequestReplay(model);
        using RequestTrace first = Open(options);
        using var counter = new ReservedRowCounter(first, model.Controller.Mapping!, model.FirstRow, driver.RowsFor(images));
        ReplayResult alone = replay.Run(counter, default(NullRequestObserver), null, cancellationToken);
        if (first.Truncation is { } cut)
        {
            writer.Warn([cut]);
        }

        using RequestTrace again = Open(options);
        SharedRun both = timeline is null
            ? driver.RunTogether(images, again, default(NullObserver), cancellationToken)
            : driver.RunTogether(images, again, new InferenceTimelineObserver(timeline), cancellationToken);
        if (counter.Count > 0)
        {
            writer.Note(
                $"{Quantity.Count(counter.Count)} of {Quantity.Count(both.Requests.Reads + both.Requests.Writes)} requests go to rows that hold the network; an operating system would keep other programs out of these");
        }

        return new TogetherView
        {
            Policy = TogetherView.PolicyOf(model.Controller),
            InferenceAlone = inferenceCycles,
            RequestsAlone = alone,
            Both = both,
            InReservedRows = counter.Count,
        };
    }

    private RequestTrace Open(InferOptions options) => RequestTraces.Open(
        options.Requests!,
        TraceFormatNames.Requests("--requests-format", options.RequestsFormat),
        new RequestReadOptions { AccessBytes = model.Organization.AccessBits / 8, Compose = AddressComposers.For(model) });
}
