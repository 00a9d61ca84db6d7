using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class PackedImagesTests
{
    [Fact]
    public void Signs_become_bits_of_word_aligned_pixels()
    {
        Gen<(int Count, int Height, int Width, int Channels)> gen = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 140]);
        gen.ForEach(50, s =>
        {
            sbyte[] signs = TestBits.Signs(s.Count * s.Height * s.Width * s.Channels, 3);
            PackedImages images = PackedImages.FromSigns(signs, s.Count, s.Height, s.Width, s.Channels);
            PackedImages fromFloats = PackedImages.FromSigns([.. signs.Select(v => 2f * v)], s.Count, s.Height, s.Width, s.Channels);
            Assert.Equal(images.Words, fromFloats.Words);
            Assert.Equal((s.Channels + 63) / 64, images.WordsPerPixel);
            var copy = new PackedImages(s.Count, s.Height, s.Width, s.Channels);
            for (int i = 0; i < signs.Length; i++)
            {
                int c = i % s.Channels, pixel = i / s.Channels;
                int x = pixel % s.Width, y = pixel / s.Width % s.Height, n = pixel / s.Width / s.Height;
                bool bit = ((images.Words[(pixel * images.WordsPerPixel) + (c / 64)] >> (c % 64)) & 1) != 0;
                Assert.Equal(signs[i] < 0, bit);
                Assert.Equal(bit, images.Get(n, y, x, c));
                copy.Set(n, y, x, c, bit);
            }

            // Equal words: the tail of every pixel is 0.
            Assert.Equal(images.Words, copy.Words);
        });
    }

    [Fact]
    public void Sizes_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedImages(-1, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedImages(1, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedImages(1, 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedImages(1, 1, 1, 0));
        Assert.Throws<ArgumentException>(() => new PackedImages(1 << 20, 1 << 20, 1 << 20, 1 << 20));
        Assert.Throws<ArgumentException>(() => PackedImages.FromSigns(new float[11], 1, 2, 2, 3));
        Assert.Throws<ArgumentException>(() => PackedImages.FromSigns(new sbyte[13], 1, 2, 2, 3));
        var images = new PackedImages(1, 2, 2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Pixel(0, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Image(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Get(0, 0, 0, 3));
    }
}
