namespace PimSim.Device.Tests;

/// <summary>What units read wrong is found again by place.</summary>
public sealed class WrongReadsTests
{
    [Fact]
    public void What_was_added_is_found_and_nothing_else()
    {
        var reads = new WrongReads(columns: 32, accessWords: 4);
        Assert.False(reads.HitsRow(7));
        for (int column = 0; column < 32; column += 2)
        {
            reads.Add(new RowAddress(1, 7), column, [(ulong)column, 1, 2, 3]);
        }

        reads.Add(new RowAddress(1, 7), 4, [99, 1, 2, 3]);
        Assert.Equal(16, reads.Count);
        Assert.True(reads.HitsRow(7));
        Assert.False(reads.HitsRow(8));
        Assert.Equal([99, 1, 2, 3], reads.Find(new RowAddress(1, 7), 4).ToArray());
        Assert.Equal([30, 1, 2, 3], reads.Find(new RowAddress(1, 7), 30).ToArray());
        Assert.True(reads.Contains(new RowAddress(1, 7), 0));
        Assert.False(reads.Contains(new RowAddress(1, 7), 1));
        Assert.True(reads.Find(new RowAddress(2, 7), 4).IsEmpty);
    }
}
