namespace PimSim.Bits.Tests;

public sealed class ConvolutionShapeTests
{
    private static readonly ConvolutionShape Valid = new(28, 28, 32, 64, 3, 3, 2, 1, 2);

    [Fact]
    public void Derived_sizes_follow_from_the_sizes()
    {
        Valid.Validate();
        Assert.Equal(14, Valid.OutHeight);
        Assert.Equal(14, Valid.OutWidth);
        Assert.Equal(196, Valid.Positions);
        Assert.Equal(16, Valid.GroupChannels);
        Assert.Equal(32, Valid.GroupOutputs);
        Assert.Equal(144, Valid.PatchBits);
        Assert.Equal(3, Valid.PatchWords);
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        ConvolutionShape[] bad =
        [
            default,
            Valid with { Stride = 0 },
            Valid with { Groups = 0 },
            Valid with { Groups = 3 },
            Valid with { OutChannels = 63 },
            Valid with { Padding = -1 },
            Valid with { KernelHeight = 31 },
            Valid with { KernelWidth = 0 },
            Valid with { Height = int.MaxValue },
            Valid with { Height = 60_000, Width = 60_000, Stride = 1 },
        ];
        Assert.All(bad, shape => Assert.Throws<ArgumentException>(shape.Validate));
    }
}
