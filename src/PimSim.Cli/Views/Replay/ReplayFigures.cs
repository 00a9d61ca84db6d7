using PimSim.Device;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>What follows from the counts of a replay.</summary>
internal sealed class ReplayFigures
{
    private const double SecondsPerPicosecond = 1e-12;
    private const double JoulesPerAttojoule = 1e-18;

    public ReplayFigures(DeviceModel model, ReplayResult result)
    {
        Organization o = model.Organization;
        long burstCycles = model.Standard.Parameters.GetValueOrDefault("BL");
        long bursts = result.Reads - result.ForwardedReads + result.Writes;
        DeviceSeconds = result.Cycles * model.ClockPs * SecondsPerPicosecond;
        BytesPerSecond = DeviceSeconds > 0 ? bursts * (o.AccessBits / 8.0) / DeviceSeconds : 0;
        ShareOfPeak = Share((Int128)bursts * burstCycles, (Int128)result.Cycles * o.Channels * o.PseudoChannels);
        Commands = [.. model.Standard.Commands.Select(c => KeyValuePair.Create(c.Name, result.Commands[c.Id])).Where(c => c.Value > 0)];
        Energy = ReplayEnergy.Of(model, result, out string? reason);
        EnergyAbsentReason = reason;
        AveragePowerWatts = Energy is null || DeviceSeconds <= 0 ? null : (double)Energy.Total * JoulesPerAttojoule / DeviceSeconds;
        Background = [.. Enum.GetValues<RankPower>().Select(s => KeyValuePair.Create(Name(s), result.Ranks.Sum(r => r[s])))];
        Banks = [.. result.Banks.Select((b, i) => new ReplayBank(o, i, b, Share((Int128)(b.Reads + b.Writes) * burstCycles, result.Cycles)))];
    }

    /// <summary>Length of the run in seconds of the device.</summary>
    public double DeviceSeconds { get; }

    /// <summary>Bytes over all data buses a second; a forwarded read moves none.</summary>
    public double BytesPerSecond { get; }

    /// <summary>Fraction of the time for which the data buses carried data.</summary>
    public double ShareOfPeak { get; }

    /// <summary>Commands by name, in the standard's order, those that occurred.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Commands { get; }

    /// <summary>Energy by part, or null where it is not known.</summary>
    public ReplayEnergy? Energy { get; }

    /// <summary>Why <see cref="Energy"/> is null.</summary>
    public string? EnergyAbsentReason { get; }

    /// <summary>Average power, or null where the energy is not known or no time passed.</summary>
    public double? AveragePowerWatts { get; }

    /// <summary>Cycles of all ranks by state.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Background { get; }

    /// <summary>All banks: channel, pseudo-channel, rank, bank.</summary>
    public IReadOnlyList<ReplayBank> Banks { get; }

    /// <summary>Parts of the energy in attojoules, those that plain memory has; empty where it is not known.</summary>
    public IEnumerable<KeyValuePair<string, Int128>> EnergyParts
    {
        get
        {
            foreach (EnergyPart part in Energy is null ? [] : Enum.GetValues<EnergyPart>())
            {
                if (part <= EnergyPart.Background)
                {
                    yield return KeyValuePair.Create(Name(part), Energy![part]);
                }
            }
        }
    }

    private static string Name<T>(T value)
        where T : struct, Enum
    {
        string name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static double Share(Int128 part, Int128 whole) => whole == 0 ? 0 : (double)part / (double)whole;
}
