using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>A network being trained, whatever its form: what a run, its checkpoints and its log need.</summary>
internal interface ITrainedNetwork : IDisposable
{
    /// <summary>
    /// All that a later step depends on, by name; the arrays themselves. After writing into them call <see cref="Resume"/>.
    /// </summary>
    IEnumerable<KeyValuePair<string, float[]>> State { get; }

    /// <summary>True when cells with faults hold it: what is no number, and thresholds that cross, may be in it.</summary>
    bool HasFaults => false;

    /// <summary>Clip thresholds of the layers that learn them.</summary>
    IReadOnlyList<ClipThresholds> Thresholds();

    /// <summary>For each binary layer the fraction of signs that changed since the last call.</summary>
    IReadOnlyList<SignFlips> TakeFlips();

    /// <summary>Moves what follows a schedule of epochs.</summary>
    void BeginEpoch(int epoch, int epochs);

    /// <summary>Takes what was written into <see cref="State"/>.</summary>
    void Resume();

    /// <summary>One update from the images <paramref name="order"/> names.</summary>
    BatchLoss Train(ImageDataSet images, ReadOnlyMemory<int> order, int epoch, in UpdateStep step);

    /// <summary>A copy of the network as it stands.</summary>
    BnnNetwork Export();
}
