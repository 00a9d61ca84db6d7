using PimSim.Models;

namespace PimSim.Cli;

/// <summary>
/// Draws the commands of a run as they come: open rows and accesses on a track for each bank, data on the bus, refreshes,
/// rests, and how many requests wait. On each track events come in rising time; slices nest or are apart.
/// </summary>
internal sealed class Timeline : IDisposable
{
    private readonly Organization organization;
    private readonly TimelineCommands commands;
    private readonly TimelineTracks tracks;
    private readonly TraceEvents events;
    private readonly TimelineUnits units;
    private readonly long maximum;
    private readonly TimelineBank[] banks;
    private readonly bool[] resting;
    private readonly long[] last;
    private readonly (long Cycle, int Reads, int Writes)?[] waiting;

    /// <summary>Begins a timeline.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="model">The device whose commands these are.</param>
    /// <param name="maximum">Commands to take; then it ends.</param>
    /// <param name="withUnits">True where programs run: what the units do is drawn too.</param>
    public Timeline(Stream stream, DeviceModel model, long maximum, bool withUnits = false)
    {
        organization = model.Organization;
        this.maximum = maximum;
        commands = new TimelineCommands(model);
        tracks = new TimelineTracks(organization, withUnits && model.Unit is { } unit ? organization.Banks / unit.BanksPerUnit : 0);
        banks = new TimelineBank[organization.Domains * organization.Banks];
        resting = new bool[organization.Domains];
        last = new long[organization.Channels * organization.PseudoChannels];
        waiting = new (long, int, int)?[last.Length];
        events = new TraceEvents(stream, model.ClockPs, [new("device", model.Name), new("device.hash", model.Hash)]);
        units = new TimelineUnits(organization, commands, tracks, events);
        tracks.Describe(events);
    }

    /// <summary>Commands drawn.</summary>
    public long Commands { get; private set; }

    /// <summary>True when there were more commands than it takes.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Draws layers and phases into the same document.</summary>
    public TimelineLayers Layers(IReadOnlyList<string> names) => new(organization, names, commands, tracks, events);

    /// <summary>Draws a command.</summary>
    public void OnCommand(in TimedCommand command)
    {
        if (Commands == maximum)
        {
            IsCut = true;
            return;
        }

        Commands++;
        CommandSpec spec = commands[command.Command];
        int channel = (command.Channel * organization.PseudoChannels) + command.PseudoChannel;
        last[channel] = command.Cycle;
        if (tracks.UnitsPerRank > 0 && spec.Operation is not (PimOperation.None or PimOperation.Mode))
        {
            units.OnCommand(channel, spec, command);
        }

        if (spec.Effects.HasFlag(CommandEffects.Opens))
        {
            Open(channel, spec, command);
        }
        else if ((spec.Effects & (CommandEffects.Reads | CommandEffects.Writes)) != CommandEffects.None)
        {
            Access(channel, spec, command);
        }
        else if ((spec.Effects & (CommandEffects.BusIn | CommandEffects.BusOut)) != CommandEffects.None)
        {
            Transfer(channel, spec, command, spec.Name);
        }
        else if (spec.Effects.HasFlag(CommandEffects.Closes))
        {
            foreach (int bank in commands.Banks(spec, command))
            {
                Close(channel, bank, command.Cycle);
            }
        }
        else if (spec.Effects.HasFlag(CommandEffects.Refreshes))
        {
            int track = spec.Scope == LevelKind.Bank ? tracks.Bank(BankOf(command)) : TimelineTracks.Refresh(command.Rank);
            events.Slice(TimelineTracks.Process(channel), track, command.Cycle, commands.RefreshCycles(spec.Id), spec.Name);
        }
        else
        {
            Rest(channel, spec, command);
        }
    }

    /// <summary>Draws how many requests wait in a pseudo-channel; of several changes in a cycle the last.</summary>
    public void OnQueue(int pseudoChannel, long cycle, int reads, int writes)
    {
        if (IsCut)
        {
            return;
        }

        if (waiting[pseudoChannel] is { } before && before.Cycle != cycle)
        {
            events.Queue(TimelineTracks.Process(pseudoChannel), before.Cycle, before.Reads, before.Writes);
        }

        waiting[pseudoChannel] = (cycle, reads, writes);
    }

    /// <summary>Ends what is still open at <paramref name="cycle"/>, the end of the run, or at the last command where it was cut.</summary>
    public void Complete(long cycle)
    {
        for (int channel = 0; channel < last.Length; channel++)
        {
            int process = TimelineTracks.Process(channel);
            long end = IsCut ? last[channel] : Math.Max(cycle, last[channel]);
            if (waiting[channel] is { } queue)
            {
                events.Queue(process, queue.Cycle, queue.Reads, queue.Writes);
            }

            for (int rank = 0; rank < organization.Ranks; rank++)
            {
                if (resting[(channel * organization.Ranks) + rank])
                {
                    events.End(process, TimelineTracks.Power(rank), end);
                }
            }

            for (int bank = 0; bank < BanksOfChannel; bank++)
            {
                ref TimelineBank state = ref banks[(channel * BanksOfChannel) + bank];
                Close(channel, bank, Math.Max(end, state.Access.Name is null ? 0 : state.Access.End));
            }
        }

        units.Complete();
        events.Complete();
    }

    /// <inheritdoc/>
    public void Dispose() => events.Dispose();

    private int BanksOfChannel => organization.Ranks * organization.Banks;

    private int BankOf(in TimedCommand command) => (command.Rank * organization.Banks) + command.Operands.Bank;

    private void Open(int channel, CommandSpec spec, in TimedCommand command)
    {
        string name = $"row {command.Operands.Row}";
        foreach (int bank in commands.Banks(spec, command))
        {
            banks[(channel * BanksOfChannel) + bank].IsOpen = true;
            events.Begin(TimelineTracks.Process(channel), tracks.Bank(bank), command.Cycle, name);
        }
    }

    private void Access(int channel, CommandSpec spec, in TimedCommand command)
    {
        string name = $"{spec.Name} column {command.Operands.Column}";
        foreach (int bank in commands.Banks(spec, command))
        {
            FinishAccess(channel, bank, command.Cycle);
            banks[(channel * BanksOfChannel) + bank].Access = new TimelineSlice { Name = name, Cycle = command.Cycle, End = command.Cycle + commands.BurstCycles };
            if (spec.Effects.HasFlag(CommandEffects.Closes))
            {
                // The row closes itself after the access; when exactly, is no command's time.
                Close(channel, bank, command.Cycle + commands.BurstCycles);
            }
        }

        if (spec.DataEndCycles > 0)
        {
            Transfer(channel, spec, command, $"{spec.Name} {tracks.BankName(BankOf(command))}");
        }
    }

    private void Transfer(int channel, CommandSpec spec, in TimedCommand command, string name) =>
        events.Slice(TimelineTracks.Process(channel), TimelineTracks.DataBus, command.Cycle + spec.DataEndCycles - commands.BurstCycles, commands.BurstCycles, name);

    private void Close(int channel, int bank, long cycle)
    {
        FinishAccess(channel, bank, cycle);
        ref TimelineBank state = ref banks[(channel * BanksOfChannel) + bank];
        if (state.IsOpen)
        {
            state.IsOpen = false;
            events.End(TimelineTracks.Process(channel), tracks.Bank(bank), cycle);
        }
    }

    /// <summary>Writes the access that waits: it lasts a burst, or until the next command of its bank.</summary>
    private void FinishAccess(int channel, int bank, long until) =>
        banks[(channel * BanksOfChannel) + bank].Access.Finish(events, TimelineTracks.Process(channel), tracks.Bank(bank), until);

    private void Rest(int channel, CommandSpec spec, in TimedCommand command)
    {
        ref bool rests = ref resting[(channel * organization.Ranks) + command.Rank];
        if (commands.Rest(spec.Id) is { } name && !rests)
        {
            rests = true;
            events.Begin(TimelineTracks.Process(channel), TimelineTracks.Power(command.Rank), command.Cycle, name);
        }
        else if (commands.Wakes(spec.Id) && rests)
        {
            rests = false;
            events.End(TimelineTracks.Process(channel), TimelineTracks.Power(command.Rank), command.Cycle);
        }
    }
}
