using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>Runs a network as it will be used: batch norm and sign folded exactly (design.md section 4).</summary>
public interface INetworkEvaluator
{
    /// <summary>The number of images whose class <paramref name="network"/> finds.</summary>
    int CountCorrect(BnnNetwork network, ImageDataSet images, int threads, CancellationToken cancellationToken);
}
