using PimSim.Core;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>For verbs that would leave faults out without a word.</summary>
internal static class SoundDevice
{
    /// <exception cref="UserErrorException">PIM1204: the device has faults.</exception>
    public static DeviceModel Require(DeviceModel model, string verb)
    {
        if (model.Faults.IsActive)
        {
            throw new UserErrorException("PIM1204", $"'{model.Name}' has faults, and {verb} does not know them", null, "take the faults out of the model or the --set, or see infer");
        }

        return model;
    }
}
