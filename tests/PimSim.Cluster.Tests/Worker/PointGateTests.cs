namespace PimSim.Cluster.Tests.Worker;

/// <summary>Points that are evaluated alone.</summary>
public sealed class PointGateTests
{
    [Fact]
    public async Task A_suspect_waits_for_the_others_and_they_for_it()
    {
        PointGate gate = new();
        gate.Enter(alone: false);
        gate.Enter(alone: false);
        var suspect = Task.Run(() => gate.Enter(alone: true), TestContext.Current.CancellationToken);
        gate.Leave();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(suspect.IsCompleted);
        Assert.Equal(1, gate.Inside);
        gate.Leave();
        await suspect;
        var next = Task.Run(() => gate.Enter(alone: false), TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);
        gate.Leave();
        await next;
        Assert.Equal(1, gate.Inside);
    }
}
