using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>The faults of a device for a training on it.</summary>
public static class FaultyTraining
{
    /// <summary>Faults of the cells that hold what is trained; null for a device without faults.</summary>
    /// <param name="model">The device.</param>
    /// <param name="network">The network.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="images">Training images.</param>
    /// <param name="seed">Seed of the faults.</param>
    /// <param name="cancellation">Stops the timing.</param>
    /// <exception cref="UserErrorException">PIM1206, PIM1208, PIM1210: faults, or a network, that cannot be had together; and as <see cref="TrainingCost.Create"/>.</exception>
    public static TrainingFaults? Create(DeviceModel model, TrainableNetwork network, TrainingOptions options, int images, ulong seed, CancellationToken cancellation)
    {
        if (!model.Faults.IsActive)
        {
            return null;
        }

        if (network is not NetworkTemplate template)
        {
            throw new UserErrorException(
                "PIM1210",
                $"'{model.Name}' has faults, and network {network.Name} has no device program: it is trained on the host, whose memory has none",
                null,
                "train bcnn-s with its first and last layer real, or take the faults out of the model and the --set");
        }

        TrainingPlacement placement = DeviceWorkload.Place(model, template, options, images);
        return new TrainingFaults(placement, seed, TrainingTime.OfStep(placement, placement.BatchImages, cancellation).Cycles);
    }
}
