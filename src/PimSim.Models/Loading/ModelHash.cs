using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace PimSim.Models;

/// <summary>
/// The hash of a resolved model: XxHash128 over a canonical text of everything that can change a result. Name,
/// description, sources, comments and the layout of the file are no part of it.
/// </summary>
internal static class ModelHash
{
    public static string Compute(string canonical) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(canonical)));

    public static string Canonical(DeviceFile device, MemoryStandard standard, EnergyModel? energy, int refreshInterval, long hostAjPerMac)
    {
        StringBuilder text = new("pimsim-model/1\n");
        text.Append($"clock {device.ClockPs} refresh {refreshInterval}\n");
        string cache = device.HostCacheBytes == DeviceModel.DefaultHostCacheBytes ? "" : $" cache {device.HostCacheBytes}";
        text.Append($"host {device.HostTurnaroundNs} {device.HostMacsPerCycle} {hostAjPerMac}{cache}\n");
        AppendBehaviour(text, device);
        foreach (AreaComponent component in device.Area?.Components ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"area {component.Name} {component.EachUm2:R} {component.Count}\n");
        }

        AppendController(text, device.Controller);
        AppendStandard(text, standard);
        foreach ((string name, long value) in standard.Parameters)
        {
            text.Append($"parameter {name} {value}\n");
        }

        if (energy is not null)
        {
            text.Append($"standby {energy.PrechargedStandbyAjPerCycle} {energy.ActiveStandbyAjPerCycle} ");
            text.Append($"{energy.PrechargedPowerDownAjPerCycle} {energy.ActivePowerDownAjPerCycle} {energy.SelfRefreshAjPerCycle}\n");
            for (int id = 0; id < energy.ByCommand.Count; id++)
            {
                text.Append($"energy {id} {string.Join(' ', energy.ByCommand[id].Select(e => $"{e.Part}:{e.FixedAj}:{e.PerCountAj}"))}\n");
            }
        }

        AppendFaults(text, device.Faults);
        return text.ToString();
    }

    /// <summary>A device without faults has the hash that it had before there were any.</summary>
    private static void AppendFaults(StringBuilder text, FaultModel f)
    {
        if (!f.IsActive)
        {
            return;
        }

        foreach (FaultRates r in (FaultRates[])[f.Weights, f.Thresholds, f.Activations, f.Instructions])
        {
            text.Append(CultureInfo.InvariantCulture, $"faults {r.Exposed} {r.StuckAtZero:R} {r.StuckAtOne:R} {r.FlipsPerRead:R} {r.FlipsPerWrite:R} {r.BitErrorRate:R}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"dead {f.DeadRows:R} {f.DeadColumns:R} {f.SpareRows} ecc {f.EccDataBits} {f.EccSeesPim}\n");
        if (f.Retention is { } t)
        {
            text.Append(CultureInfo.InvariantCulture, $"retention {t.MedianSeconds:R} {t.SigmaLn:R} {t.ReferenceCelsius:R} {t.HalvingCelsius:R} {t.Celsius:R} {t.RefreshesPerWindow}\n");
        }

        if (f.Disturb is { } d)
        {
            text.Append(CultureInfo.InvariantCulture, $"disturb {d.FlipsPerActivation:R} {d.Threshold:R}\n");
        }
    }

    /// <summary>What programs and their cycles depend on: no energies, no areas, no length of a cycle, no cost of the host's arithmetic.</summary>
    public static string CanonicalTiming(DeviceFile device, MemoryStandard standard, int refreshInterval, int turnaroundCycles)
    {
        StringBuilder text = new("pimsim-timing/1\n");
        text.Append($"refresh {refreshInterval} host {turnaroundCycles} {device.HostMacsPerCycle}\n");
        AppendBehaviour(text, device);
        AppendController(text, device.Controller);
        AppendStandard(text, standard);
        return text.ToString();
    }

    private static void AppendBehaviour(StringBuilder text, DeviceFile device)
    {
        text.Append($"placement {device.ImagesPerGroup} {device.PixelShards} {device.FirstRow} {device.FirstLayerOnHost}\n");
        Organization o = device.Organization;
        text.Append($"organization {o.Channels} {o.PseudoChannels} {o.Ranks} {o.Chips} {o.BankGroups} {o.BanksPerGroup} ");
        text.Append($"{o.Rows} {o.ColumnAccesses} {o.BusBits} {o.BurstLength}\n");
        if (device.Unit is { } u)
        {
            text.Append($"unit {u.BanksPerUnit} {u.LaneBits} {u.InputRegisters} {u.Accumulators} {u.AccumulatorBits} {u.Overflow} ");
            text.Append($"{u.ThresholdEntries} {u.SimdFormat} {u.VectorRegisters} {u.InstructionEntries}{(u.Sequencer == SequencerKind.Device ? " sequenced" : "")}\n");
        }
    }

    private static void AppendController(StringBuilder text, ControllerModel c)
    {
        text.Append($"controller {c.Scheduler} {c.RowHitCap} {c.AgeLimitCycles} {c.PagePolicy} {c.RowAccessCap} {c.RowIdleCycles} ");
        text.Append($"{c.Queues} {c.ReadQueueEntries} {c.WriteQueueEntries} {c.DrainStart} {c.DrainStop} {c.Forwarding}\n");
        string first = (c.FirstRefreshCycle > 0 ? $"first {c.FirstRefreshCycle} " : "") + (c.RefreshStalls ? "" : "goes-between ");
        text.Append($"refresh {c.Refresh} {c.PostponedRefreshes} {c.PerBankRefreshIntervalCycles} {first}");
        text.Append($"power-down {c.PowerDown} {c.PowerDownIdleCycles} {c.SelfRefreshIdleCycles} yield {c.Yield} {c.PimYieldCycles} {c.PimRequestWindowCycles}\n");
        if (c.Mapping is { } mapping)
        {
            text.Append($"mapping {string.Join(' ', mapping.Segments.Select(s => $"{s.Field}:{s.Low}:{s.Bits}"))} ");
            text.Append($"xor {string.Join(' ', mapping.Xors.Select(x => $"{x.Target}:{x.TargetLow}:{x.Source}:{x.SourceLow}:{x.Bits}"))}\n");
        }
    }

    private static void AppendStandard(StringBuilder text, MemoryStandard standard)
    {
        foreach (CommandBus bus in standard.Buses)
        {
            text.Append($"bus {bus.Name} {bus.Level}\n");
        }

        foreach (CommandSpec c in standard.Commands)
        {
            text.Append($"command {c.Name} {c.Scope} {(int)c.Effects} {c.NeedsOpenRow} {c.Mode} {c.Phase} {c.Bus} {c.BusCycles} {c.DataEndCycles} {c.Operation}{(c.EveryUnit ? " every-unit" : "")}\n");
        }

        foreach (ConstraintRow r in standard.Constraints)
        {
            text.Append($"row {r.Name} {r.Level} {string.Join(',', r.From)} {string.Join(',', r.To)} ");
            text.Append($"{string.Join(',', r.LatencyByCount)} {r.Window} {r.Sibling} {r.Max}\n");
        }
    }
}
