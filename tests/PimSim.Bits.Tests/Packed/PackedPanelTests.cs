using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class PackedPanelTests
{
    [Fact]
    public void Eight_outputs_lie_side_by_side_and_the_rest_is_zero()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 200]).ForEach(50, s =>
        {
            (int outputs, int bits) = s;
            PackedMatrix matrix = PackedMatrix.FromSigns(TestBits.Signs(outputs * bits, 5), outputs, bits);
            PackedPanel panel = PackedPanel.From(matrix);
            Assert.Equal((outputs + 7) / 8, panel.PanelCount);
            Assert.Equal(panel.PanelCount * panel.WordsPerRow * 8, panel.Words.Length);
            for (int i = 0; i < panel.Words.Length; i++)
            {
                int output = (i / 8 / panel.WordsPerRow * 8) + (i % 8), word = i / 8 % panel.WordsPerRow;
                ulong expected = output < outputs ? matrix.Row(output)[word] : 0;
                Assert.Equal(expected, panel.Words[i]);
            }
        });
    }

    [Fact]
    public void Part_of_the_rows_can_be_packed()
    {
        PackedMatrix matrix = PackedMatrix.FromSigns(TestBits.Signs(20 * 70, 5), 20, 70);
        PackedPanel panel = PackedPanel.From(matrix, 7, 9);
        for (int o = 0; o < 9; o++)
        {
            for (int k = 0; k < 70; k++)
            {
                Assert.Equal(matrix.Get(7 + o, k), panel.Get(o, k));
            }
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedPanel(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedPanel(1, 0));
        Assert.Throws<ArgumentException>(() => new PackedPanel(int.MaxValue, int.MaxValue));
        var panel = new PackedPanel(4, 10);
        Assert.Throws<ArgumentException>(() => panel.Load(new PackedMatrix(3, 10)));
        Assert.Throws<ArgumentException>(() => panel.Load(new PackedMatrix(4, 11)));
        Assert.Throws<ArgumentException>(() => panel.Load(new PackedMatrix(5, 10), 2));
        Assert.Throws<ArgumentException>(() => panel.Load(new PackedMatrix(5, 10), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => panel.Get(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => panel.Get(0, 10));
    }
}
