using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Models with the sequencer in the device.</summary>
internal static class SequencedModel
{
    public static DeviceModel Of(DeviceModel model, int entries) =>
        ModelCopy.Of(model, model.Unit! with { Sequencer = SequencerKind.Device, InstructionEntries = entries });
}
