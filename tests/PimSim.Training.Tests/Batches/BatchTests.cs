using System.Collections.Concurrent;
namespace PimSim.Training.Tests;

public sealed class BatchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void BlocksAreAddedAsAPairwiseTree(int blocks)
    {
        BlockSums sums = new(16 * blocks, 1);
        float[] values = [.. Enumerable.Range(0, blocks).Select(b => (1e7f / (b + 3)) + (b * 0.37f))];
        for (int b = 0; b < blocks; b++)
        {
            sums.Start(b)[0] = values[b];
        }

        Assert.Equal(Tree(values), sums.Total(blocks)[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TeamDoesEveryBlockOnce(int threads)
    {
        int[] done = new int[11];
        using WorkerTeam<object> team = new(threads, () => new object());
        for (int run = 1; run <= 100; run++)
        {
            team.Run(done.Length, (block, _) => Interlocked.Increment(ref done[block]));
            Assert.All(done, d => Assert.Equal(run, d));
        }
    }

    [Fact]
    public void TeamWorksAtTheSameTimeWithScratchOfItsOwn()
    {
        using WorkerTeam<object> team = new(3, () => new object());
        using Barrier meeting = new(3);
        ConcurrentBag<object> used = [];
        team.Run(3, (_, own) =>
        {
            used.Add(own);
            Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(60)), "three blocks did not run at once");
        });
        Assert.Equal(3, used.Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TeamThrowsWhatABlockThrewAndGoesOn(int threads)
    {
        using WorkerTeam<object> team = new(threads, () => new object());
        Assert.Throws<InvalidOperationException>(() => team.Run(8, (block, _) => throw new InvalidOperationException($"{block}")));
        int done = 0;
        team.Run(8, (_, _) => Interlocked.Increment(ref done));
        Assert.Equal(8, done);
    }

    [Fact]
    public void EpochOrdersArePermutationsOfTheirOwn()
    {
        int[] first = EpochOrder.Shuffled(1, 1, 1000);
        int[] second = EpochOrder.Shuffled(1, 2, 1000);
        Assert.Equal(Enumerable.Range(0, 1000), first.Order());
        Assert.NotEqual(first, second);
        Assert.Equal(first, EpochOrder.Shuffled(1, 1, 1000));
    }

    [Fact]
    public void BordersKeepThePaddingValue()
    {
        ActivationBuffer buffer = new(2, 2, 3, 2, 1, -1f, hasGradients: false);
        for (int y = 0; y < 2; y++)
        {
            buffer.Row(1, y).Fill(5f);
        }

        Assert.Equal(40, buffer.ImageLength);
        Assert.All(buffer.Image(0).ToArray(), v => Assert.Equal(-1f, v));
        float[] image = buffer.Image(1).ToArray();
        Assert.Equal(12, image.Count(v => v == 5f));
        Assert.Equal(5f, image[12]);
        Assert.Equal(-1f, image[11]);
        Assert.Equal(0, buffer.Gradients.Length);
    }

    private static float Tree(float[] values)
    {
        while (values.Length > 1)
        {
            values = [.. values.Chunk(2).Select(pair => pair.Length == 2 ? pair[0] + pair[1] : pair[0])];
        }

        return values[0];
    }
}
