using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Watches commands and tells for each slice of the time how busy data buses, units and banks were.</summary>
internal sealed class ActivityMeter
{
    private readonly TimelineCommands commands;
    private readonly Organization organization;
    private readonly long binCycles;
    private readonly int bins;
    private readonly long[,] bus;
    private readonly long[,] units;
    private readonly long[,] rows;
    private readonly long[] openSince;

    /// <param name="model">The device.</param>
    /// <param name="cycles">Length of the run.</param>
    /// <param name="bins">Slices of equal length, the last one excepted.</param>
    public ActivityMeter(DeviceModel model, long cycles, int bins)
    {
        commands = new TimelineCommands(model);
        organization = model.Organization;
        binCycles = Math.Max(1, (cycles + bins - 1) / bins);
        this.bins = (int)((cycles + binCycles - 1) / binCycles);
        Cycles = cycles;
        int pseudoChannels = organization.Channels * organization.PseudoChannels;
        bus = new long[pseudoChannels, this.bins];
        units = new long[pseudoChannels, this.bins];
        rows = new long[BanksPerPseudoChannel, this.bins];
        openSince = new long[pseudoChannels * BanksPerPseudoChannel];
        Array.Fill(openSince, -1);
    }

    private long Cycles { get; }

    private int BanksPerPseudoChannel => organization.Ranks * organization.Banks;

    /// <summary>Takes a command. Those of a pseudo-channel come in rising cycles.</summary>
    public void OnCommand(in TimedCommand command)
    {
        CommandSpec spec = commands[command.Command];
        int pseudoChannel = (command.Channel * organization.PseudoChannels) + command.PseudoChannel;
        if (spec.DataEndCycles > 0 && (spec.Effects & (CommandEffects.BusIn | CommandEffects.BusOut)) != CommandEffects.None)
        {
            long end = command.Cycle + spec.DataEndCycles;
            Add(bus, pseudoChannel, end - commands.BurstCycles, end);
        }

        if (spec.Effects.HasFlag(CommandEffects.Computes))
        {
            Add(units, pseudoChannel, command.Cycle, command.Cycle + commands.Occupies(command.Command, command.Operands.Count));
        }

        if ((spec.Effects & (CommandEffects.Opens | CommandEffects.Closes)) != CommandEffects.None)
        {
            foreach (int bank in commands.Banks(spec, command))
            {
                Open(pseudoChannel, bank, command.Cycle, spec.Effects.HasFlag(CommandEffects.Opens));
            }
        }
    }

    /// <summary>Closes what is open at the end, and gives the shares.</summary>
    public ActivityView Complete()
    {
        for (int p = 0; p < bus.GetLength(0); p++)
        {
            for (int bank = 0; bank < BanksPerPseudoChannel; bank++)
            {
                Open(p, bank, Cycles, opens: false);
            }
        }

        int pseudoChannels = bus.GetLength(0);
        string[] channels = [.. Enumerable.Range(0, pseudoChannels).Select(p => organization.PseudoChannels == 1
            ? FormattableString.Invariant($"{p}")
            : FormattableString.Invariant($"{p / organization.PseudoChannels}.{p % organization.PseudoChannels}"))];
        string[] banks = [.. Enumerable.Range(0, BanksPerPseudoChannel).Select(b => organization.Ranks == 1
            ? FormattableString.Invariant($"{b}")
            : FormattableString.Invariant($"{b / organization.Banks}.{b % organization.Banks}"))];
        return new ActivityView(binCycles, Shares(bus, channels, 1), Shares(units, channels, 1), Shares(rows, banks, pseudoChannels));
    }

    private void Open(int pseudoChannel, int bank, long cycle, bool opens)
    {
        ref long since = ref openSince[(pseudoChannel * BanksPerPseudoChannel) + bank];
        if (since >= 0)
        {
            Add(rows, bank, since, cycle);
        }

        since = opens ? cycle : -1;
    }

    private void Add(long[,] target, int row, long from, long to)
    {
        from = Math.Clamp(from, 0, Cycles);
        to = Math.Clamp(to, 0, Cycles);
        while (from < to)
        {
            int bin = (int)(from / binCycles);
            long end = Math.Min(to, (bin + 1) * binCycles);
            target[row, bin] += end - from;
            from = end;
        }
    }

    private List<KeyValuePair<string, double[]>> Shares(long[,] busy, string[] names, int of)
    {
        List<KeyValuePair<string, double[]>> shares = [];
        for (int row = 0; row < names.Length; row++)
        {
            double[] values = new double[bins];
            for (int bin = 0; bin < bins; bin++)
            {
                long length = Math.Min(binCycles, Cycles - (bin * binCycles));
                values[bin] = Math.Min(1, (double)busy[row, bin] / (length * of));
            }

            shares.Add(KeyValuePair.Create(names[row], values));
        }

        return shares;
    }
}
