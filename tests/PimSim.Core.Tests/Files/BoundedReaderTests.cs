using PimSim.Tests;

namespace PimSim.Core.Tests;

public sealed class BoundedReaderTests
{
    private static readonly byte[] Content = Samples.Repetitive(200_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_exact_counts_one_after_the_other(bool slow)
    {
        using Stream stream = Open(slow);
        BoundedReader reader = new(stream);
        Assert.True(reader.TryRead(0, out byte[] nothing));
        Assert.Empty(nothing);
        Assert.True(reader.TryRead(150_001, out byte[] first));
        Assert.Equal(Content[..150_001], first);
        Assert.Equal(150_001, reader.Position);
        Assert.True(reader.TryRead(49_999, out byte[] second));
        Assert.Equal(Content[150_001..], second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_early_end_gives_all_there_was_and_takes_no_more_memory(bool slow)
    {
        using Stream stream = Open(slow);
        BoundedReader reader = new(stream);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(reader.TryRead(int.MaxValue, out byte[] bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(Content, bytes);
        Assert.Equal(Content.Length, reader.Position);
        Assert.False(reader.TryRead(1, out byte[] none));
        Assert.Empty(none);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_that_is_used_again_grows_only_with_what_is_there(bool slow)
    {
        using Stream stream = Open(slow);
        BoundedReader reader = new(stream);
        byte[] buffer = [];
        Assert.True(reader.TryReadInto(150_001, ref buffer));
        Assert.Equal(Content[..150_001], buffer[..150_001]);
        byte[] before = buffer;
        Assert.True(reader.TryReadInto(10, ref buffer));
        Assert.Same(before, buffer);
        Assert.Equal(Content[150_001..150_011], buffer[..10]);
        Assert.False(reader.TryReadInto(int.MaxValue, ref buffer));
        Assert.InRange(buffer.Length, 0, 4 * Content.Length);
        Assert.Equal(Content.Length, reader.Position);
    }

    private static Stream Open(bool slow) => slow ? new OneByteStream(Content) : new MemoryStream(Content);
}
