namespace PimSim.Bits.Tests;

public sealed class ConvolutionShapeTests
{
    private static readonly ConvolutionShape s_valid = new(28, 28, 32, 64, 3, 3, 2, 1, 2);

    [Fact]
    public void Derived_sizes_follow_from_the_sizes()
    {
        s_valid.Validate();
        Assert.Equal(14, s_valid.OutHeight);
        Assert.Equal(14, s_valid.OutWidth);
        Assert.Equal(196, s_valid.Positions);
        Assert.Equal(16, s_valid.GroupChannels);
        Assert.Equal(32, s_valid.GroupOutputs);
        Assert.Equal(144, s_valid.PatchBits);
        Assert.Equal(3, s_valid.PatchWords);
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        ConvolutionShape[] bad =
        [
            default,
            s_valid with { Stride = 0 },
            s_valid with { Groups = 0 },
            s_valid with { Groups = 3 },
            s_valid with { OutChannels = 63 },
            s_valid with { Padding = -1 },
            s_valid with { KernelHeight = 31 },
            s_valid with { KernelWidth = 0 },
            s_valid with { Height = int.MaxValue },
            s_valid with { Height = 60_000, Width = 60_000, Stride = 1 },
        ];
        Assert.All(bad, shape => Assert.Throws<ArgumentException>(shape.Validate));
    }
}
