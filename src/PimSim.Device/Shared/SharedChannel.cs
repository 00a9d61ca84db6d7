using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// A channel that runs PIM programs and plain requests together. A program has its domain to itself, in all-bank mode;
/// where the model's policy says that it yields and requests wait, its rows are closed, the mode is left, the requests are
/// served, and the program goes on. Both share command buses and timing rules.
/// </summary>
internal sealed class SharedChannel<TObserver>
    where TObserver : struct, ICommandObserver
{
    private readonly ControllerModel policy;
    private readonly CommandRoles roles;
    private readonly ChannelController<TObserver> controller;
    private readonly RequestScheduler<GuestObserver<TObserver>>[] guests;
    private readonly IReadOnlyList<PlacedRequest> requests;
    private readonly int ranks;
    private readonly int modeCommand;

    // By domain: cycle since which its program has run without a break, or requests have had it; its layer at its last command.
    private readonly long[] since;
    private readonly int[] layers;
    private int next;
    private long lastEntry = -1;
    private bool waited;
    private long now;

    public SharedChannel(DeviceModel model, TimingTable table, CommandRoles roles, ChannelController<TObserver> controller, int channel, IReadOnlyList<PlacedRequest> requests, TObserver observer)
    {
        policy = model.Controller;
        this.roles = roles;
        this.controller = controller;
        this.requests = requests;
        ranks = model.Organization.Ranks;
        modeCommand = model.Standard.FindCommand(PimOperation.Mode);
        guests = [.. Enumerable.Range(0, model.Organization.PseudoChannels)
            .Select(p => new RequestScheduler<GuestObserver<TObserver>>(model, table, roles, controller.Timing, channel, p, new GuestObserver<TObserver>(observer)))];
        since = new long[controller.Domains.Count];
        layers = new int[controller.Domains.Count];
        for (int d = 0; d < controller.Domains.Count; d++)
        {
            Guest(d).Block(d % ranks, 0);
        }

        Array.ForEach([.. Enumerable.Range(0, controller.Domains.Count)], LeaveWhenEnded);
    }

    public ChannelController<TObserver> Controller => controller;

    public IReadOnlyList<RequestScheduler<GuestObserver<TObserver>>> Guests => guests;

    /// <summary>Times that a program let requests in.</summary>
    public long Yields { get; private set; }

    private bool AnySuspended => controller.Domains.Any(d => d.Suspended && !d.Ended);

    /// <summary>Runs until every program is at its end or at a barrier.</summary>
    public void RunUntilBlocked(CancellationToken cancellation)
    {
        for (long steps = 0; ; steps++)
        {
            if ((steps & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            _ = controller.Peek(out bool anyProgram);
            if ((!anyProgram && !AnySuspended) || !Step(long.MaxValue))
            {
                return;
            }
        }
    }

    /// <summary>Serves the requests that are left when all programs are over.</summary>
    public void Drain(CancellationToken cancellation)
    {
        for (long steps = 0; next < requests.Count || guests.Any(g => g.Busy); steps++)
        {
            if ((steps & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            _ = Step(long.MaxValue);
        }
    }

    /// <summary>Refreshes until the end of the run and closes the accounts.</summary>
    public void IdleUntil(long cycle)
    {
        while (Step(cycle))
        {
        }

        controller.IdleUntil(cycle);
        foreach (RequestScheduler<GuestObserver<TObserver>> g in guests)
        {
            g.Finish(cycle);
        }
    }

    /// <summary>admit -> choose -> issue: the next request comes in, or the command that is legal first goes.</summary>
    private bool Step(long limit)
    {
        (int domain, long program) = controller.Peek(out _);
        int guest = 0;
        for (int g = 0; g < guests.Length; g++)
        {
            guests[g].Choose(now);
            guest = guests[g].Chosen.Cycle < guests[guest].Chosen.Cycle ? g : guest;
        }

        long request = guests[guest].Chosen.Cycle;
        long cycle = Math.Min(program, request);
        if (Admit(Math.Min(cycle, limit - 1)))
        {
            return true;
        }

        if (cycle >= limit)
        {
            return false;
        }

        if (program <= request)
        {
            controller.IssueNext(domain, program);
            now = Math.Max(now, program);
            AfterProgram(domain);
        }
        else
        {
            guests[guest].Issue();
            now = Math.Max(now, request);
            controller.Forget();
        }

        for (int d = 0; d < since.Length; d++)
        {
            GoOnWhenServed(d);
        }

        return true;
    }

    /// <summary>Lets the next request in if it comes no later than <paramref name="cycle"/> and its queue has room.</summary>
    private bool Admit(long cycle)
    {
        if (next == requests.Count)
        {
            return false;
        }

        PlacedRequest r = requests[next];
        long entry = Math.Max(r.Cycle, lastEntry + 1);
        RequestScheduler<GuestObserver<TObserver>> guest = guests[r.Place.PseudoChannel];
        if (!guest.HasRoom(r.IsWrite))
        {
            waited = true;
            return false;
        }

        // A place that a command made free in this cycle is taken in the next.
        entry = Math.Max(entry, waited ? now + 1 : now);
        if (entry > cycle)
        {
            return false;
        }

        waited = false;
        guest.Admit(r.Place, r.IsWrite, entry);
        lastEntry = entry;
        now = entry;
        next++;
        return true;
    }

    private void AfterProgram(int d)
    {
        DomainState state = controller.Domains[d];
        int layer = layers[d];
        layers[d] = state.Cursor.AtEnd ? layer : state.Cursor.Current.Layer;
        if (state.Ended)
        {
            LeaveWhenEnded(d);
            return;
        }

        bool due = policy.Yield switch
        {
            PimYield.Layer => layers[d] != layer,
            PimYield.Cycles => now - since[d] >= policy.PimYieldCycles,
            _ => false,
        };
        if (due && state.AllBankMode && Guest(d).WaitingFor(d % ranks) > 0)
        {
            Yields++;
            Leave(d);
        }
    }

    /// <summary>The program lets requests in: rows closed, mode left.</summary>
    private void Leave(int d)
    {
        DomainState state = controller.Domains[d];
        long cycle = now;
        if (state.OpenBanks > 0)
        {
            cycle = controller.IssueBetween(d, roles.PrechargeAll, default, CommandPhase.Mode, cycle);
        }

        if (state.AllBankMode)
        {
            cycle = controller.IssueBetween(d, modeCommand, new CommandOperands { Operation = 0 }, CommandPhase.Mode, cycle);
        }

        state.EnterPhase(CommandPhase.Requests);
        state.Suspended = true;
        state.Next = null;
        since[d] = cycle;
        Guest(d).Unblock(d % ranks, state.RefreshDue, cycle);
    }

    /// <summary>After the end of a program its domain is plain memory for good.</summary>
    private void LeaveWhenEnded(int d)
    {
        if (controller.Domains[d] is { Ended: true, Suspended: false })
        {
            Leave(d);
        }
    }

    /// <summary>The program goes on when no request waits any more, or when it has waited long enough.</summary>
    private void GoOnWhenServed(int d)
    {
        DomainState state = controller.Domains[d];
        bool served = Guest(d).WaitingFor(d % ranks) == 0 || now - since[d] >= policy.PimRequestWindowCycles;
        if (!state.Suspended || state.Ended || !served)
        {
            return;
        }

        long from = Math.Max(now, since[d]);
        (bool open, state.RefreshDue) = Guest(d).Block(d % ranks, from);
        if (open)
        {
            from = controller.IssueBetween(d, roles.PrechargeAll, default, CommandPhase.Mode, from);
        }

        since[d] = controller.IssueBetween(d, modeCommand, new CommandOperands { Operation = 1 }, CommandPhase.Mode, from);
        state.Suspended = false;
        controller.Forget();
    }

    private RequestScheduler<GuestObserver<TObserver>> Guest(int domain) => guests[domain / ranks];
}
