using PimSim.Models;

namespace PimSim.Device;

/// <summary>Runs one program per domain on all channels, with barriers across domains, and times them.</summary>
public sealed class ProgramRunner
{
    /// <summary>What all channels of a run together may remember.</summary>
    private const long MemoryBytes = 192L << 20;

    private readonly DeviceModel model;
    private readonly CommandRoles roles;
    private readonly Dictionary<string, TimingTable> tables = new(StringComparer.Ordinal);

    /// <summary>Compiles the timing of <paramref name="model"/>.</summary>
    public ProgramRunner(DeviceModel model)
    {
        this.model = model;
        QuiescentCycles = TimingTable.LongestLatency(model.Standard);
        roles = new CommandRoles(model.Standard);
    }

    /// <summary>
    /// True: <see cref="Time"/> skips what it has already seen, which changes no number; false: it takes every step.
    /// </summary>
    public bool SkipsLoops { get; init; } = true;

    /// <summary>Commands of a channel from which on it is worth while to remember its states: below, taking its steps costs less. Changes no result.</summary>
    internal long SkipsFrom { get; init; } = 20_000;

    /// <summary>The same for the steps of domains that meet on buses only.</summary>
    internal long WalksFrom { get; init; } = 200_000;

    /// <summary>After this many idle cycles no timing rule remembers anything.</summary>
    public int QuiescentCycles { get; }

    /// <summary>
    /// Runs every command of every domain, watched by <paramref name="observer"/>.
    /// </summary>
    /// <param name="programs">One program per domain of the device.</param>
    /// <param name="barrierGroup">By domain: domains with equal numbers meet at barriers; all of a channel or one alone.</param>
    /// <param name="observer">Watches commands and barriers.</param>
    /// <param name="cancellation">Stops the run.</param>
    public ProgramRun Run<TObserver>(IReadOnlyList<PimProgram> programs, IReadOnlyList<int> barrierGroup, TObserver observer, CancellationToken cancellation)
        where TObserver : struct, ICommandObserver
    {
        int perChannel = model.Organization.DomainsPerChannel;
        return RunChannels([.. Enumerable.Range(0, programs.Count / perChannel)], programs, barrierGroup, observer, cancellation);
    }

    /// <summary>
    /// Times the programs without watching. Channels whose domains have the same programs, and meet only their like at
    /// barriers, are timed once: the result equals <see cref="Run"/> in every number.
    /// </summary>
    public ProgramRun Time(IReadOnlyList<PimProgram> programs, IReadOnlyList<int> barrierGroup, CancellationToken cancellation) =>
        RunDistinct(programs, barrierGroup, default(NullObserver), cancellation);

    /// <summary>As <see cref="Time"/>, watching the channels that are run: the first of each kind.</summary>
    public ProgramRun RunDistinct<TObserver>(IReadOnlyList<PimProgram> programs, IReadOnlyList<int> barrierGroup, TObserver observer, CancellationToken cancellation)
        where TObserver : struct, ICommandObserver
    {
        int perChannel = model.Organization.DomainsPerChannel;
        int channels = programs.Count / perChannel;
        int[] representative = Representatives(programs, barrierGroup, channels, perChannel);
        int[] distinct = [.. representative.Distinct()];
        ProgramRun run = RunChannels(distinct, programs, barrierGroup, observer, cancellation);
        var domains = new DomainTiming[programs.Count];
        for (int c = 0; c < channels; c++)
        {
            int from = Array.IndexOf(distinct, representative[c]) * perChannel;
            for (int d = 0; d < perChannel; d++)
            {
                domains[(c * perChannel) + d] = run.Domains[from + d];
            }
        }

        return run with { Domains = domains };
    }

    private static int[] Representatives(IReadOnlyList<PimProgram> programs, IReadOnlyList<int> barrierGroup, int channels, int perChannel)
    {
        int[] result = [.. Enumerable.Range(0, channels)];
        for (int c = 0; c < channels; c++)
        {
            for (int r = 0; r < c; r++)
            {
                if (result[r] == r && Enumerable.Range(0, perChannel).All(d => ReferenceEquals(programs[(c * perChannel) + d], programs[(r * perChannel) + d]))
                    && SameMeetings(barrierGroup.Skip(c * perChannel).Take(perChannel), barrierGroup.Skip(r * perChannel).Take(perChannel)))
                {
                    result[c] = r;
                    break;
                }
            }
        }

        // A barrier group whose channels differ couples their times: then every channel runs by itself.
        IEnumerable<IGrouping<int, int>> groups = Enumerable.Range(0, programs.Count).GroupBy(d => barrierGroup[d], d => result[d / perChannel]);
        return groups.All(g => g.Distinct().Count() == 1) ? result : [.. Enumerable.Range(0, channels)];
    }

    /// <summary>True when the domains of two channels meet in the same way among themselves.</summary>
    private static bool SameMeetings(IEnumerable<int> a, IEnumerable<int> b)
    {
        int[] first = [.. a];
        int[] second = [.. b];
        return Enumerable.Range(0, first.Length).All(d => Array.IndexOf(first, first[d]) == Array.IndexOf(second, second[d]));
    }

    private ProgramRun RunChannels<TObserver>(int[] channels, IReadOnlyList<PimProgram> programs, IReadOnlyList<int> barrierGroup, TObserver observer, CancellationToken cancellation)
        where TObserver : struct, ICommandObserver
    {
        TimingTable own = TableFor(programs);
        ChannelController<TObserver>[] controllers = [.. channels.Select(c => Controller(model, own, roles, c, programs, barrierGroup, observer))];
        if (SkipsLoops && model.Controller.RefreshStalls && typeof(TObserver) == typeof(NullObserver))
        {
            SkipLoops(controllers, channels, programs);
        }

        do
        {
            foreach (ChannelController<TObserver> c in controllers)
            {
                c.RunUntilBlocked(cancellation);
            }
        }
        while (ReleaseBarriers(model, controllers, barrierGroup));

        long end = controllers.SelectMany(c => c.Domains).Max(d => d.Timing.EndCycle);
        foreach (ChannelController<TObserver> c in controllers)
        {
            c.IdleUntil(end);
        }

        return new ProgramRun(end, [.. controllers.SelectMany(c => c.Domains).Select(d => d.Timing)]);
    }

    /// <summary>The rules between the commands that these programs and their controllers issue; kept for the next run.</summary>
    private TimingTable TableFor(IReadOnlyList<PimProgram> programs)
    {
        HashSet<int> used = [roles.Activate, roles.ActivateAll, roles.Precharge, roles.PrechargeAll, roles.RefreshAll];
        foreach (PimProgram program in programs.Distinct(ReferenceEqualityComparer.Instance).Cast<PimProgram>())
        {
            used.UnionWith(program.Instructions.Where(i => i.Opcode == ProgramOpcode.Command).Select(i => i.Command));
        }

        lock (tables)
        {
            string key = string.Join(' ', used.Order());
            if (!tables.TryGetValue(key, out TimingTable? known))
            {
                tables[key] = known = new TimingTable(model, used.Contains);
            }

            return known;
        }
    }

    /// <summary>The controller of one channel for its part of all programs.</summary>
    internal static ChannelController<TObserver> Controller<TObserver>(
        DeviceModel model, TimingTable table, CommandRoles roles, int channel, IReadOnlyList<PimProgram> programs, IReadOnlyList<int> barrierGroup, TObserver observer)
        where TObserver : struct, ICommandObserver
    {
        int perChannel = model.Organization.DomainsPerChannel;
        int first = channel * perChannel;
        var own = new PimProgram[perChannel];
        int[] groups = new int[perChannel];
        for (int d = 0; d < perChannel; d++)
        {
            own[d] = programs[first + d];
            bool alone = barrierGroup.Count(g => g == barrierGroup[first + d]) == 1;
            groups[d] = alone ? ChannelController<TObserver>.Alone : barrierGroup[first + d];
        }

        return new ChannelController<TObserver>(model, table, roles, channel, own, groups, observer);
    }

    /// <summary>Channels with the same programs share what they remember.</summary>
    private void SkipLoops<TObserver>(ChannelController<TObserver>[] controllers, int[] channels, IReadOnlyList<PimProgram> programs)
        where TObserver : struct, ICommandObserver
    {
        int perChannel = model.Organization.DomainsPerChannel;
        var loops = new Dictionary<PimProgram, ProgramLoops>(ReferenceEqualityComparer.Instance);
        foreach (PimProgram program in channels.SelectMany(c => programs.Skip(c * perChannel).Take(perChannel)))
        {
            loops.TryAdd(program, new ProgramLoops(program));
        }

        var remembered = new TransitionTable?[channels.Length];
        for (int i = 0; i < channels.Length; i++)
        {
            PimProgram[] own = [.. programs.Skip(channels[i] * perChannel).Take(perChannel)];
            for (int j = 0; j < i && remembered[i] is null; j++)
            {
                bool same = controllers[i].MeetsNobody == controllers[j].MeetsNobody && Enumerable.Range(0, perChannel).All(d => ReferenceEquals(own[d], programs[(channels[j] * perChannel) + d]));
                remembered[i] = same ? remembered[j] : null;
            }

            if (own.Sum(p => loops[p].Steps) < (controllers[i].MeetsNobody && perChannel > 1 ? WalksFrom : SkipsFrom))
            {
                continue;
            }

            remembered[i] ??= new TransitionTable(MemoryBytes / channels.Length);
            controllers[i].SkipLoops(remembered[i]!, [.. own.Select(p => loops[p])]);
        }
    }

    /// <summary>Every domain stands at its barrier or its end: the host answers all groups that are complete.</summary>
    internal static bool ReleaseBarriers<TObserver>(DeviceModel model, IReadOnlyList<ChannelController<TObserver>> controllers, IReadOnlyList<int> barrierGroup)
        where TObserver : struct, ICommandObserver
    {
        var waiting = new SortedDictionary<int, List<(ChannelController<TObserver> Controller, DomainState Domain)>>();
        foreach (ChannelController<TObserver> c in controllers)
        {
            foreach (DomainState d in c.Domains)
            {
                if (c.WaitingAt(d.IndexInChannel) is not null)
                {
                    int group = barrierGroup[d.Index];
                    if (!waiting.TryGetValue(group, out List<(ChannelController<TObserver>, DomainState)>? list))
                    {
                        waiting[group] = list = [];
                    }

                    list.Add((c, d));
                }
            }
        }

        foreach (List<(ChannelController<TObserver> Controller, DomainState Domain)> group in waiting.Values)
        {
            long arrival = group.Max(m => m.Domain.ArrivedAt);
            long work = group.Max(m => m.Controller.WaitingAt(m.Domain.IndexInChannel)!.HostCycles);
            foreach ((ChannelController<TObserver> controller, DomainState domain) in group)
            {
                controller.Release(domain.IndexInChannel, arrival + model.HostTurnaroundCycles + work);
            }
        }

        return waiting.Count > 0;
    }
}
