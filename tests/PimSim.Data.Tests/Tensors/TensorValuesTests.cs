using PimSim.Core;

namespace PimSim.Data.Tests;

public sealed class TensorValuesTests
{
    [Theory]
    [InlineData(TensorElementType.Boolean, new byte[] { 2 }, 1.0)]
    [InlineData(TensorElementType.Int8, new byte[] { 0xFE }, -2.0)]
    [InlineData(TensorElementType.UInt8, new byte[] { 0xFE }, 254.0)]
    [InlineData(TensorElementType.Int16, new byte[] { 0xFE, 0xFF }, -2.0)]
    [InlineData(TensorElementType.UInt16, new byte[] { 0xFE, 0xFF }, 65534.0)]
    [InlineData(TensorElementType.Int32, new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2.0)]
    [InlineData(TensorElementType.UInt32, new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, 4294967294.0)]
    [InlineData(TensorElementType.Int64, new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2.0)]
    [InlineData(TensorElementType.UInt64, new byte[] { 3, 0, 0, 0, 0, 0, 0, 0 }, 3.0)]
    [InlineData(TensorElementType.Float16, new byte[] { 0x00, 0xC1 }, -2.5)]
    [InlineData(TensorElementType.BFloat16, new byte[] { 0x20, 0xC0 }, -2.5)]
    [InlineData(TensorElementType.Float32, new byte[] { 0, 0, 0x20, 0xC0 }, -2.5)]
    [InlineData(TensorElementType.Float64, new byte[] { 0, 0, 0, 0, 0, 0, 4, 0xC0 }, -2.5)]
    public void Every_type_has_its_value(TensorElementType type, byte[] bytes, double expected)
    {
        NamedTensor tensor = new("t", type, [1], bytes, "f");
        Assert.Equal([expected], tensor.ToDoubles());
        Assert.Equal([(float)expected], tensor.ToSingles());
        if (Math.Floor(expected) == expected)
        {
            Assert.Equal([(long)expected], tensor.ToInt64s());
        }
        else
        {
            NoInteger(tensor);
        }
    }

    [Fact]
    public void Numbers_beyond_64_bits_are_no_integers()
    {
        NoInteger(new NamedTensor("t", TensorElementType.UInt64, [1], new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 }, "f"));
        NoInteger(new NamedTensor("t", TensorElementType.Float32, [1], BitConverter.GetBytes(9.2233720368547758E18f), "f"));
        NoInteger(new NamedTensor("t", TensorElementType.Float32, [1], BitConverter.GetBytes(float.NaN), "f"));
        Assert.Equal([long.MinValue], new NamedTensor("t", TensorElementType.Float64, [1], BitConverter.GetBytes(-9.2233720368547758E18), "f").ToInt64s());
    }

    private static void NoInteger(NamedTensor tensor)
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => tensor.ToInt64s());
        Assert.Equal("PIM1008", e.Diagnostics[0].Code);
    }
}
