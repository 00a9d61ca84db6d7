using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>Puts the figures of a point together: cycles of the timed run, energies by the coefficients of its own model.</summary>
internal static class PointFiguresBuilder
{
    public static PointFigures Build(DeviceModel model, string networkHash, int images, TimedPoint timed)
    {
        ProgramRun run = timed.Run;
        double secondsPerCycle = model.ClockPs * 1e-12;
        double seconds = run.Cycles * secondsPerCycle;
        long first = run.Domains.Take(timed.PixelShards).Max(d => d.FirstMarkCycle);
        EnergyTally? energy = model.Energy is null ? null : InferenceEnergy.Of(model, run, timed.Layers);
        EnergyTally? upload = model.Energy is null || timed.Upload is null ? null : InferenceEnergy.Of(model, timed.Upload, timed.Layers.Count);
        double? joules = energy is null ? null : (double)energy.Total * 1e-18;
        return new PointFigures
        {
            DeviceHash = model.Hash,
            NetworkHash = networkHash,
            Images = images,
            Cycles = run.Cycles,
            TimeSeconds = seconds,
            FirstImageCycles = first,
            FirstImageSeconds = first * secondsPerCycle,
            ImagesPerSecond = seconds > 0 ? images / seconds : 0,
            PhaseCycles = [.. Enum.GetValues<CommandPhase>().Select(p => PhaseCycles(run.Critical, p))],
            EnergyPj = energy is null ? null : Picojoules(energy.Total),
            EnergyByPartPj = energy is null ? null : [.. Enum.GetValues<EnergyPart>().Select(p => Picojoules(energy.OfPart(p)))],
            PowerW = seconds > 0 ? joules / seconds : null,
            EnergyDelayJs = joules * seconds,
            AreaUm2 = model.Area is { Components.Count: > 0 } area ? area.TotalUm2 : null,
            UploadCycles = timed.Upload?.Cycles,
            UploadBytes = timed.UploadBytes,
            UploadEnergyPj = upload is null ? null : Picojoules(upload.Total),
            BitMacs = timed.Layers.Sum(l => l.BitMacs),
            RealMacs = timed.Layers.Sum(l => l.RealMacs),
            ColumnReads = timed.Layers.Sum(l => l.ColumnReads),
            BusBytes = timed.Layers.Sum(l => l.BusBytes),
            PeakCycles = timed.Layers.Sum(l => l.PeakCycles),
            Layers = [.. timed.Layers.Select((l, i) => new PointLayer(
                l.Name, l.Where, l.Cycles, energy is null ? null : Picojoules(energy.OfLayer(i)), l.BitMacs, l.RealMacs, l.PeakCycles, l.ColumnReads, l.BusBytes))],
        };
    }

    private static long PhaseCycles(DomainTiming domain, CommandPhase phase)
    {
        long sum = 0;
        for (int l = 0; l < domain.Layers; l++)
        {
            sum += domain.PhaseCycles[(l * DomainTiming.Phases) + (int)phase];
        }

        return sum;
    }

    private static double Picojoules(Int128 attojoules) => (double)attojoules / 1e6;
}
