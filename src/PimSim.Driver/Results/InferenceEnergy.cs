using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Energy from counters: a run that was timed once has an energy on every model of the same timing.</summary>
public static class InferenceEnergy
{
    /// <summary>The energy of a run, layers on the host included.</summary>
    /// <param name="model">Has energies; its timing is that of the run (<see cref="DeviceModel.TimingHash"/>).</param>
    /// <param name="run">The timed run.</param>
    /// <param name="layers">Its layers.</param>
    public static EnergyTally Of(DeviceModel model, ProgramRun run, IReadOnlyList<LayerReport> layers)
    {
        EnergyTally tally = Of(model, run, layers.Count);
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Where == LayerReport.OnHost)
            {
                tally.Add(i, EnergyPart.Host, (Int128)layers[i].RealMacs * model.HostAjPerMac);
            }
        }

        return tally;
    }

    /// <summary>The energy of a run without layers on the host, such as an upload.</summary>
    public static EnergyTally Of(DeviceModel model, ProgramRun run, int layers)
    {
        var tally = new EnergyTally(layers);
        tally.Add(model.Energy ?? throw new InternalErrorException($"model '{model.Name}' has no energies"), run);
        return tally;
    }
}
