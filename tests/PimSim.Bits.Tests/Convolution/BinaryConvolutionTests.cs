using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class BinaryConvolutionTests
{
    private static readonly Gen<(ConvolutionShape Shape, bool PadBit, ulong Salt)> Cases =
        from height in Gen.Int[1, 10]
        from width in Gen.Int[1, 10]
        from groups in Gen.Int[1, 3]
        from channels in Gen.OneOf(Gen.Int[3, 6].Select(i => 1 << i), Gen.Int[1, 70])
        from outputs in Gen.Int[1, 40]
        from kernel in Gen.Int[1, 3]
        from stride in Gen.Int[1, 2]
        from padding in Gen.Int[0, 2]
        from padBit in Gen.Bool
        from salt in Gen.ULong[0, 1000]
        where kernel <= height + (2 * padding) && kernel <= width + (2 * padding)
        select (new ConvolutionShape(height, width, channels * groups, outputs * groups, kernel, kernel, stride, padding, groups), padBit, salt);

    [Fact]
    public void Counts_equal_a_naive_convolution_of_signs()
    {
        Cases.ForEach(60, s =>
        {
            var fixture = new Fixture(s.Shape, s.PadBit, s.Salt);
            int[] m = fixture.All();
            int[] dots = [.. m.Select(value => s.Shape.PatchBits - (2 * value))];
            Assert.Equal(fixture.NaiveDots(), dots);
        });
    }

    [Fact]
    public void Ranges_and_lists_of_positions_agree_with_the_whole()
    {
        var shape = new ConvolutionShape(14, 14, 32, 24, 3, 3, 1, 1, 2);
        var fixture = new Fixture(shape, padBit: false, salt: 4);
        int[] all = fixture.All();

        int[] range = new int[70 * shape.OutChannels];
        fixture.Convolution.Mismatches(fixture.Images, 0, fixture.Panels, 100, 70, range);
        Assert.Equal(all[(100 * shape.OutChannels)..(170 * shape.OutChannels)], range);

        int[] positions = [.. Enumerable.Range(0, 90).Select(i => i * 37 % shape.Positions)];
        int[] list = new int[positions.Length * shape.OutChannels];
        fixture.Convolution.Mismatches(fixture.Images, 0, fixture.Panels, positions, list);
        for (int i = 0; i < positions.Length; i++)
        {
            Assert.Equal(all.AsSpan(positions[i] * shape.OutChannels, shape.OutChannels), list.AsSpan(i * shape.OutChannels, shape.OutChannels));
        }

        fixture.Convolution.Mismatches(fixture.Images, 0, fixture.Panels, [], []);
    }

    [Fact]
    public void A_convolution_allocates_nothing()
    {
        var fixture = new Fixture(new ConvolutionShape(14, 14, 32, 64, 3, 3, 1, 1, 1), padBit: false, salt: 1);
        int[] m = new int[fixture.Shape.Positions * fixture.Shape.OutChannels];
        Assert.Equal(0, TestBits.AllocatedBytes(() => fixture.Convolution.Mismatches(fixture.Images, 0, fixture.Panels, 0, fixture.Shape.Positions, m)));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        var shape = new ConvolutionShape(6, 6, 8, 4, 3, 3, 1, 1, 2);
        var fixture = new Fixture(shape, padBit: false, salt: 1);
        int[] m = new int[shape.Positions * shape.OutChannels];
        BinaryConvolution convolution = fixture.Convolution;
        Assert.Throws<ArgumentException>(() => new BinaryConvolution(default, false));
        Assert.Throws<ArgumentException>(() => BinaryConvolution.Panels(shape, new PackedMatrix(4, 37)));
        Assert.Throws<ArgumentException>(() => convolution.Mismatches(fixture.Images, 0, fixture.Panels, 1, shape.Positions, m));
        Assert.Throws<ArgumentException>(() => convolution.Mismatches(fixture.Images, 0, fixture.Panels, -1, 1, m));
        Assert.Throws<ArgumentException>(() => convolution.Mismatches(fixture.Images, 0, fixture.Panels, 0, shape.Positions, m.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => convolution.Mismatches(fixture.Images, 0, fixture.Panels.AsSpan(1), 0, 1, m));
        Assert.Throws<ArgumentException>(() => convolution.Mismatches(fixture.Images, 0, [fixture.Panels[0], new PackedPanel(2, 35)], 0, 1, m));
        Assert.Throws<ArgumentException>(() => convolution.Mismatches(new PackedImages(1, 6, 7, 8), 0, fixture.Panels, 0, 1, m));
        Assert.Throws<ArgumentOutOfRangeException>(() => convolution.Mismatches(fixture.Images, 1, fixture.Panels, 0, 1, m));
        Assert.Throws<ArgumentOutOfRangeException>(() => convolution.Mismatches(fixture.Images, 0, fixture.Panels, [shape.Positions], m));
    }

    /// <summary>One image and weights as signs and packed.</summary>
    private sealed class Fixture
    {
        private readonly sbyte[] pixels;
        private readonly sbyte[] weights;
        private readonly int pad;

        public Fixture(ConvolutionShape shape, bool padBit, ulong salt)
        {
            Shape = shape;
            pad = padBit ? -1 : 1;
            pixels = TestBits.Signs(shape.Height * shape.Width * shape.Channels, salt);
            weights = TestBits.Signs(shape.OutChannels * shape.PatchBits, salt + 1);
            Images = PackedImages.FromSigns(pixels, 1, shape.Height, shape.Width, shape.Channels);
            Panels = BinaryConvolution.Panels(shape, PackedMatrix.FromSigns(weights, shape.OutChannels, shape.PatchBits));
            Convolution = new BinaryConvolution(shape, padBit);
        }

        public ConvolutionShape Shape { get; }

        public PackedImages Images { get; }

        public PackedPanel[] Panels { get; }

        public BinaryConvolution Convolution { get; }

        public int[] All()
        {
            int[] m = new int[Shape.Positions * Shape.OutChannels];
            Convolution.Mismatches(Images, 0, Panels, 0, Shape.Positions, m);
            return m;
        }

        public int[] NaiveDots()
        {
            int[] dots = new int[Shape.Positions * Shape.OutChannels];
            for (int i = 0; i < dots.Length; i++)
            {
                (int position, int output) = Math.DivRem(i, Shape.OutChannels);
                (int y, int x) = Math.DivRem(position, Shape.OutWidth);
                dots[i] = NaiveDot(output, y, x);
            }

            return dots;
        }

        private int NaiveDot(int output, int y, int x)
        {
            int group = output / Shape.GroupOutputs, sum = 0;
            for (int k = 0; k < Shape.PatchBits; k++)
            {
                (int tap, int c) = Math.DivRem(k, Shape.GroupChannels);
                int row = (y * Shape.Stride) - Shape.Padding + (tap / Shape.KernelWidth);
                int column = (x * Shape.Stride) - Shape.Padding + (tap % Shape.KernelWidth);
                bool inside = row >= 0 && row < Shape.Height && column >= 0 && column < Shape.Width;
                int channel = (group * Shape.GroupChannels) + c;
                int value = inside ? pixels[(((row * Shape.Width) + column) * Shape.Channels) + channel] : pad;
                sum += value * weights[(output * Shape.PatchBits) + k];
            }

            return sum;
        }
    }
}
