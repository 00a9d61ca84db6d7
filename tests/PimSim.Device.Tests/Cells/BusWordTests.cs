using CsCheck;
using PimSim.Tests;

namespace PimSim.Device.Tests;

public sealed class BusWordTests
{
    [Fact]
    public void OneChipKeepsTheOrderOfBytes()
    {
        var bus = new BusWord(TestModels.Hbm2.Organization);
        Assert.Equal((32, 4, 4), (bus.Bytes, bus.Words, bus.WordsPerChip));
        byte[] bytes = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        ulong[] words = new ulong[4];

        bus.FromBus(bytes, words);

        Assert.Equal([0x0706050403020100, 0x0F0E0D0C0B0A0908, 0x1716151413121110, 0x1F1E1D1C1B1A1918], words);
    }

    [Fact]
    public void ByteBOfEachBeatBelongsToChipB()
    {
        var bus = new BusWord(TestModels.Ddr4.Organization);
        Assert.Equal((64, 8, 1), (bus.Bytes, bus.Words, bus.WordsPerChip));

        // High digit: beat; low digit: byte of the beat.
        byte[] bytes =
        [
            0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07,
            0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17,
            0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27,
            0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37,
            0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47,
            0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57,
            0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67,
            0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77,
        ];
        ulong[] words = new ulong[8];

        bus.FromBus(bytes, words);

        Assert.Equal(
            [
                0x7060504030201000, 0x7161514131211101, 0x7262524232221202, 0x7363534333231303,
                0x7464544434241404, 0x7565554535251505, 0x7666564636261606, 0x7767574737271707,
            ],
            words);
        byte[] back = new byte[64];
        bus.ToBus(words, back);
        Assert.Equal(bytes, back);
    }

    [Theory]
    [InlineData(1, 64, 4)]
    [InlineData(8, 64, 8)]
    [InlineData(4, 64, 8)]
    [InlineData(2, 32, 16)]
    public void WordsComeBackAsTheyWere(int chips, int busBits, int burst)
    {
        var organization = TestModels.Ddr4.Organization with { Chips = chips, BusBits = busBits, BurstLength = burst };
        var bus = new BusWord(organization);
        Gen.ULong.Array[bus.Words].ForEach(
            100,
            words =>
            {
                byte[] bytes = new byte[bus.Bytes];
                ulong[] back = new ulong[bus.Words];
                Array.Fill(back, ulong.MaxValue);
                bus.ToBus(words, bytes);
                bus.FromBus(bytes, back);
                Assert.Equal(words, back);
            });
    }
}
