using PimSim.Core;
using PimSim.Models;

namespace PimSim.Training.Tests;

public sealed class GraphFormatTests
{
    [Fact]
    public void GraphsAreTrainedInFp32Only()
    {
        TrainableNetwork network = TrainableNetworks.Resolve("mlp-4x1", null, Stripes.Make(4, 1));
        UserErrorException refused = Assert.Throws<UserErrorException>(() => network.Create(new TrainingOptions { Format = NumberFormat.Fp16 }));
        Assert.Equal("PIM0842", refused.Diagnostics[0].Code);
    }
}
