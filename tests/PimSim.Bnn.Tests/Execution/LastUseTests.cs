using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Tensors are kept for as long as an operation takes them.</summary>
public sealed class LastUseTests
{
    [Fact]
    public void A_shortcut_is_kept_to_its_addition()
    {
        // Tensors: 0 input, 1 pooled numbers, 2 their signs, 3 counts, 4 sums, 5 averages, 6 scores.
        Workload workload = WorkloadBuilder.Build(Samples.Residual(), DeviceModelLoader.Load("hbm2-2000-pim", []));
        Assert.Equal("pool binary add average out", string.Join(' ', workload.Operations.Select(o => o.Name)));
        Assert.Equal([0, 2, 1, 2, 3, 4, 5], workload.LastUses());
        Assert.Equal([null, "pool", "pool", "binary", "add", "average", "out"], workload.Producers().Select(o => o?.Name), StringComparer.Ordinal);
        Assert.False(workload.IsChain);
    }

    [Fact]
    public void A_chain_keeps_each_tensor_for_one_operation()
    {
        Workload workload = WorkloadBuilder.Build(Samples.Small(), DeviceModelLoader.Load("hbm2-2000-pim", []));
        Assert.Equal([0, 1, 2, 3, 4], workload.LastUses());
        Assert.True(workload.IsChain);
    }
}
