namespace PimSim.Core.Tests;

public sealed class ContentHashTests
{
    [Fact]
    public void The_empty_hash_is_the_published_one()
    {
        Assert.Equal("99aa06d3014798d86001c324468d497f", ContentHash.Hex([]));
    }

    [Fact]
    public void Raw_and_hex_agree()
    {
        byte[] raw = new byte[ContentHash.SizeBytes];
        ContentHash.Write("pimsim"u8, raw);
        Assert.Equal(Convert.ToHexStringLower(raw), ContentHash.Hex("pimsim"u8));
    }

    [Fact]
    public void Crc_is_the_one_of_zip()
    {
        Assert.Equal(0xCBF43926u, ContentHash.Crc32("123456789"u8));
    }
}
