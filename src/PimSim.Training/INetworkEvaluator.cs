using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>Runs a network as it will be used: batch norm and sign folded exactly (design.md section 4).</summary>
public interface INetworkEvaluator
{
    /// <summary>Refuses, before any work, a network of a form that cannot be evaluated; weights may still be anything.</summary>
    /// <exception cref="Core.UserErrorException">It cannot be evaluated.</exception>
    void Check(BnnNetwork network);

    /// <summary>The number of images whose class <paramref name="network"/> finds.</summary>
    int CountCorrect(BnnNetwork network, ImageDataSet images, int threads, CancellationToken cancellationToken);
}
