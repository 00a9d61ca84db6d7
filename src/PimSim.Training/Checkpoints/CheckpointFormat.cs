using PimSim.Core;

namespace PimSim.Training;

/// <summary>The checkpoint's form.</summary>
/// <remarks>
/// A container of PimSim.Core (magic, version, checksums) of kind <see cref="ContainerFormat.Checkpoint"/>. The header is MessagePack,
/// an array in this order (integers in their shortest form, float64 for losses and accuracies, float32 for thresholds):
/// <code>
/// schema       "pimsim.checkpoint/1"
/// settings     [name, value, name, value, ...]
/// epoch, batch, step, loss of the epoch so far, hits so far, test images right, test accuracy|nil
/// epochs       [[loss, trainAccuracy, testAccuracy, [layer, lower, upper, ...]], ...]
/// evaluations  [step, testAccuracy, ...]
/// tensors      [name, ...]
/// </code>
/// Section i + 1 holds tensor i as fp32, little-endian. What the tensors are and how long follows from the settings.
/// </remarks>
internal static class CheckpointFormat
{
    public const string Schema = "pimsim.checkpoint/1";
    public const int Version = 1;
    public const int HeaderItems = 12;
    public const int EpochItems = 4;
}
