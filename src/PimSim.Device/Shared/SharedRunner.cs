using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>Runs programs and a stream of plain requests together on all channels of a device.</summary>
public sealed class SharedRunner
{
    private const int Batch = 4096;

    private readonly DeviceModel model;
    private readonly AddressMapping mapping;
    private readonly TimingTable table;
    private readonly CommandRoles roles;

    /// <summary>Compiles the timing of <paramref name="model"/>.</summary>
    /// <exception cref="UserErrorException">PIM0620, PIM0621, PIM0623 as a replay; PIM0622: the model sleeps, or refreshes banks one by one, which programs cannot.</exception>
    public SharedRunner(DeviceModel model)
    {
        _ = new RequestReplay(model);
        if (model.Controller.PowerDown != PowerDownPolicy.None || model.Controller.Refresh == RefreshPolicy.PerBank)
        {
            throw new UserErrorException(
                "PIM0622", $"device '{model.Name}' powers down or refreshes bank by bank, which programs and requests together cannot", null, "set 'powerDown.policy' to none and 'refresh.policy' to all-bank");
        }

        this.model = model;
        mapping = model.Controller.Mapping!;
        table = new TimingTable(model);
        roles = new CommandRoles(model.Standard);
    }

    /// <summary>Runs until all programs are over and all requests served.</summary>
    /// <param name="programs">One program per domain of the device.</param>
    /// <param name="barrierGroup">By domain: domains with equal numbers meet at barriers.</param>
    /// <param name="source">Requests; in each channel one enters when its cycle has come and its queue has room, at most one a cycle. They are kept in memory.</param>
    /// <param name="observer">Watches commands and barriers.</param>
    /// <param name="cancellation">Stops the run.</param>
    public SharedRun Run<TObserver>(IReadOnlyList<PimProgram> programs, IReadOnlyList<int> barrierGroup, IRequestSource source, TObserver observer, CancellationToken cancellation)
        where TObserver : struct, ICommandObserver
    {
        int channels = model.Organization.Channels;
        int perChannel = model.Organization.DomainsPerChannel;
        List<PlacedRequest>[] requests = Split(source, channels, cancellation);
        var shared = new SharedChannel<TObserver>[channels];
        for (int c = 0; c < channels; c++)
        {
            ChannelController<TObserver> controller = ProgramRunner.Controller(model, table, roles, c, programs, barrierGroup, observer);
            shared[c] = new SharedChannel<TObserver>(model, table, roles, controller, c, requests[c], observer);
        }

        ChannelController<TObserver>[] controllers = [.. shared.Select(s => s.Controller)];
        do
        {
            foreach (SharedChannel<TObserver> s in shared)
            {
                s.RunUntilBlocked(cancellation);
            }
        }
        while (ProgramRunner.ReleaseBarriers(model, controllers, barrierGroup));

        long programEnd = controllers.SelectMany(c => c.Domains).Max(d => d.Timing.EndCycle);
        foreach (SharedChannel<TObserver> s in shared)
        {
            s.Drain(cancellation);
        }

        long requestEnd = shared.SelectMany(s => s.Guests).Max(g => g.Counters.LastData);
        long end = Math.Max(programEnd, requestEnd);
        foreach (SharedChannel<TObserver> s in shared)
        {
            s.IdleUntil(end);
        }

        return new SharedRun(
            new ProgramRun(programEnd, [.. controllers.SelectMany(c => c.Domains).Select(d => d.Timing)]),
            ReplayResult.Collect(model, shared.SelectMany(s => s.Guests.Select(g => g.Results(end))), requests.Sum(r => r.Count(x => !x.IsWrite)), requests.Sum(r => r.Count(x => x.IsWrite)), end),
            shared.Sum(s => s.Yields),
            requestEnd);
    }

    private List<PlacedRequest>[] Split(IRequestSource source, int channels, CancellationToken cancellation)
    {
        List<PlacedRequest>[] requests = [.. Enumerable.Range(0, channels).Select(_ => new List<PlacedRequest>())];
        var buffer = new Request[Batch];
        for (int n = source.Read(buffer); n > 0; n = source.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (ref readonly Request r in buffer.AsSpan(0, n))
            {
                RequestPlace place = mapping.Decode(r.Address);
                requests[place.Channel].Add(new PlacedRequest(r.Cycle, place, r.IsWrite));
            }
        }

        return requests;
    }
}
