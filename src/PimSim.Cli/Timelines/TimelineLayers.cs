using PimSim.Models;

namespace PimSim.Cli;

/// <summary>
/// Which layer a rank is at and in which phase, on a track each. A layer ends with its last command: what is between two
/// is the host's time, or refresh.
/// </summary>
internal sealed class TimelineLayers
{
    private readonly Organization organization;
    private readonly IReadOnlyList<string> names;
    private readonly TimelineCommands commands;
    private readonly TimelineTracks tracks;
    private readonly TraceEvents events;
    private readonly TimelineSlice[] layers;
    private readonly TimelineSlice[] phases;
    private readonly bool[] allBank;

    public TimelineLayers(Organization organization, IReadOnlyList<string> names, TimelineCommands commands, TimelineTracks tracks, TraceEvents events)
    {
        this.organization = organization;
        this.names = names;
        this.commands = commands;
        this.tracks = tracks;
        this.events = events;
        layers = new TimelineSlice[organization.Domains];
        phases = new TimelineSlice[organization.Domains];
        allBank = new bool[organization.Domains];
    }

    /// <summary>A command of a layer of the program, or with null one that the program did not issue.</summary>
    public void OnCommand(int domain, int? layer, in TimedCommand command)
    {
        CommandSpec spec = commands[command.Command];
        long end = command.Cycle + Math.Max(Math.Max(spec.BusCycles, spec.DataEndCycles), Math.Max(commands.Occupies(spec.Id, command.Operands.Count), commands.RefreshCycles(spec.Id)));
        if (layer is { } index)
        {
            Extend(ref layers[domain], domain, tracks.Layer(RankOf(domain)), names[index], command.Cycle, end);
        }

        Extend(ref phases[domain], domain, tracks.Phase(RankOf(domain)), TimelineTracks.NameOf(PhaseOf(domain, layer is not null, spec)), command.Cycle, end);
        if (spec.Effects.HasFlag(CommandEffects.SetsMode))
        {
            allBank[domain] = command.Operands.Operation != 0;
        }
    }

    /// <summary>A domain waited for the host: its phase was over.</summary>
    public void OnBarrier(int domain) => phases[domain].Finish(events, ProcessOf(domain), tracks.Phase(RankOf(domain)), long.MaxValue);

    /// <summary>Writes what is not written yet.</summary>
    public void Complete()
    {
        for (int d = 0; d < layers.Length; d++)
        {
            layers[d].Finish(events, ProcessOf(d), tracks.Layer(RankOf(d)), long.MaxValue);
            OnBarrier(d);
        }
    }

    /// <summary>Commands that the program did not issue are for refresh, or where it has let others in for their requests.</summary>
    private CommandPhase PhaseOf(int domain, bool ofProgram, CommandSpec spec) =>
        ofProgram || spec.Effects.HasFlag(CommandEffects.SetsMode) ? spec.Phase
        : allBank[domain] || spec.Effects.HasFlag(CommandEffects.Refreshes) ? CommandPhase.Refresh
        : CommandPhase.Requests;

    private void Extend(ref TimelineSlice slice, int domain, int track, string name, long cycle, long end)
    {
        if (string.Equals(slice.Name, name, StringComparison.Ordinal))
        {
            slice.End = Math.Max(slice.End, end);
            return;
        }

        slice.Finish(events, ProcessOf(domain), track, cycle);
        slice = new TimelineSlice { Name = name, Cycle = cycle, End = end };
    }

    private int RankOf(int domain) => domain % organization.Ranks;

    private int ProcessOf(int domain) => TimelineTracks.Process(domain / organization.Ranks);
}
