using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class PatchPackerTests
{
    private static readonly int[] ChannelCounts = [1, 3, 8, 16, 32, 64, 96, 128, 192];

    private static readonly Gen<(ConvolutionShape Shape, bool PadBit)> Shapes =
        from height in Gen.Int[1, 9]
        from width in Gen.Int[1, 9]
        from groups in Gen.Int[1, 3]
        from channels in Gen.OneOf(Gen.Int[0, ChannelCounts.Length - 1].Select(i => ChannelCounts[i]), Gen.Int[1, 150])
        from kernelHeight in Gen.Int[1, 5]
        from kernelWidth in Gen.Int[1, 5]
        from stride in Gen.Int[1, 3]
        from padding in Gen.Int[0, 6]
        from padBit in Gen.Bool
        where kernelHeight <= height + (2 * padding) && kernelWidth <= width + (2 * padding)
        select (new ConvolutionShape(height, width, channels * groups, groups, kernelHeight, kernelWidth, stride, padding, groups), padBit);

    [Fact]
    public void Patches_equal_the_bit_by_bit_twin_at_every_position()
    {
        Shapes.ForEach(250, s =>
        {
            (ConvolutionShape shape, bool padBit) = s;
            var packer = new PatchPacker(shape, padBit);
            PackedImages images = Images(shape);
            for (int y = 0; y < shape.OutHeight; y++)
            {
                for (int x = 0; x < shape.OutWidth; x++)
                {
                    AssertEqualsTwin(packer, images, (y + x) % shape.Groups, (y * shape.Stride) - shape.Padding, (x * shape.Stride) - shape.Padding);
                }
            }
        });
    }

    [Fact]
    public void Corners_far_outside_the_image_give_padding()
    {
        foreach (int channels in new[] { 3, 8, 16, 32, 64, 100 })
        {
            var shape = new ConvolutionShape(4, 5, channels, 1, 3, 2, 1, 1, 1);
            var packer = new PatchPacker(shape, padBit: true);
            PackedImages images = Images(shape);
            foreach ((int y, int x) in new[] { (-100, 0), (0, -100), (100, 1), (1, 100), (int.MinValue, int.MinValue), (int.MaxValue, int.MaxValue) })
            {
                AssertEqualsTwin(packer, images, 0, y, x);
            }
        }
    }

    [Fact]
    public void Packing_allocates_nothing()
    {
        foreach (int channels in new[] { 3, 32, 64, 100 })
        {
            var shape = new ConvolutionShape(6, 6, channels, 1, 3, 3, 1, 1, 1);
            var packer = new PatchPacker(shape, padBit: false);
            PackedImages images = Images(shape);
            ulong[] row = new ulong[shape.PatchWords];
            Assert.Equal(0, TestBits.AllocatedBytes(() => packer.Pack(images, 0, 0, -1, 3, row)));
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var shape = new ConvolutionShape(6, 6, 8, 4, 3, 3, 1, 1, 2);
        var packer = new PatchPacker(shape, padBit: false);
        var images = new PackedImages(2, 6, 6, 8);
        Assert.Equal(shape, packer.Shape);
        Assert.Throws<ArgumentException>(() => new PatchPacker(shape with { Groups = 3 }, false));
        Assert.Throws<ArgumentException>(() => packer.Pack(images, 0, 0, 0, 0, new ulong[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => packer.Pack(images, 2, 0, 0, 0, new ulong[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => packer.Pack(images, 0, 2, 0, 0, new ulong[1]));
        Assert.Throws<ArgumentException>(() => packer.Pack(new PackedImages(1, 6, 6, 9), 0, 0, 0, 0, new ulong[1]));
    }

    private static PackedImages Images(ConvolutionShape shape)
    {
        const int Count = 2;
        int values = Count * shape.Height * shape.Width * shape.Channels;
        return PackedImages.FromSigns(TestBits.Signs(values, 11), Count, shape.Height, shape.Width, shape.Channels);
    }

    private static void AssertEqualsTwin(PatchPacker packer, PackedImages images, int group, int y0, int x0)
    {
        ulong[] row = new ulong[packer.Shape.PatchWords];
        Array.Fill(row, 0x5555555555555555UL);
        packer.Pack(images, 1, group, y0, x0, row);
        Assert.Equal(Twin(packer, images, group, y0, x0), row);
    }

    private static ulong[] Twin(PatchPacker packer, PackedImages images, int group, int y0, int x0)
    {
        ConvolutionShape shape = packer.Shape;
        var patch = new PackedMatrix(1, shape.PatchBits);
        int k = 0;
        for (int ky = 0; ky < shape.KernelHeight; ky++)
        {
            for (int kx = 0; kx < shape.KernelWidth; kx++)
            {
                long y = (long)y0 + ky, x = (long)x0 + kx;
                bool inside = y >= 0 && y < shape.Height && x >= 0 && x < shape.Width;
                for (int c = 0; c < shape.GroupChannels; c++)
                {
                    patch.Set(0, k++, inside ? images.Get(1, (int)y, (int)x, (group * shape.GroupChannels) + c) : packer.PadBit);
                }
            }
        }

        return patch.Words;
    }
}
