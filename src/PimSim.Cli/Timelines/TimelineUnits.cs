using PimSim.Models;

namespace PimSim.Cli;

/// <summary>What processing units do, on a track for each unit; the units at one place of all chips do the same and are one.</summary>
internal sealed class TimelineUnits
{
    private readonly TimelineCommands commands;
    private readonly TimelineTracks tracks;
    private readonly TraceEvents events;
    private readonly int perRank;
    private readonly int ranks;
    private readonly TimelineSlice[] work;

    public TimelineUnits(Organization organization, TimelineCommands commands, TimelineTracks tracks, TraceEvents events)
    {
        this.commands = commands;
        this.tracks = tracks;
        this.events = events;
        perRank = tracks.UnitsPerRank;
        ranks = organization.Ranks;
        work = new TimelineSlice[organization.Domains * perRank];
    }

    /// <summary>Draws a command that units execute: all of the rank, or the one that is read out.</summary>
    public void OnCommand(int channel, CommandSpec spec, in TimedCommand command)
    {
        bool one = spec.Operation == PimOperation.ReadOut;
        int first = one ? command.Operands.Unit : 0;
        int end = one ? first + 1 : perRank;
        for (int unit = first; unit < end; unit++)
        {
            int inChannel = (command.Rank * perRank) + unit;
            ref TimelineSlice slice = ref work[(channel * ranks * perRank) + inChannel];
            slice.Finish(events, TimelineTracks.Process(channel), tracks.Unit(inChannel), command.Cycle);
            slice = new TimelineSlice { Name = spec.Name, Cycle = command.Cycle, End = command.Cycle + commands.Occupies(spec.Id, command.Operands.Count) };
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    public void Complete()
    {
        for (int i = 0; i < work.Length; i++)
        {
            (int channel, int inChannel) = Math.DivRem(i, ranks * perRank);
            work[i].Finish(events, TimelineTracks.Process(channel), tracks.Unit(inChannel), long.MaxValue);
        }
    }
}
