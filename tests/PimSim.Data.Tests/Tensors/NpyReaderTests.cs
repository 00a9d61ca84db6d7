using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Data.Tests;

public sealed class NpyReaderTests
{
    [Fact]
    public void Values_shape_and_type_are_read()
    {
        NamedTensor tensor = Read(TensorSamples.Npy("<i4", [2, 3], TensorSamples.Int32s(1, -2, 3, 4, 5, int.MaxValue)));
        Assert.Equal(TensorElementType.Int32, tensor.ElementType);
        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal([1, -2, 3, 4, 5, int.MaxValue], tensor.ToInt64s());
    }

    [Theory]
    [InlineData("{'shape': (2,), 'fortran_order': False, 'descr': '|u1'}", 1)]
    [InlineData("{\"descr\":\"|u1\",\"fortran_order\":True,\"shape\":(2)}   \n", 1)]
    [InlineData("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2, 1), }", 3)]
    public void Any_order_of_keys_and_blanks_is_read(string header, int rank)
    {
        NamedTensor tensor = Read(TensorSamples.Npy(header, 7, 8));
        Assert.Equal(rank, tensor.Shape.Count);
        Assert.Equal([7, 8], tensor.ToInt64s());
    }

    [Fact]
    public void A_scalar_and_an_empty_array_are_read()
    {
        Assert.Equal([2.5], Read(TensorSamples.Npy("<f4", [], TensorSamples.Singles(2.5f))).ToDoubles());
        Assert.Empty(Read(TensorSamples.Npy("<f4", [0, 1 << 30])).ToSingles());
        Assert.Empty(Read(TensorSamples.Npy("{'descr': '<f4', 'fortran_order': True, 'shape': (3, 0, 1073741824)}")).ToSingles());
    }

    [Fact]
    public void First_axis_fastest_is_turned_round()
    {
        byte[] file = TensorSamples.Npy("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3, 2)}", TensorSamples.Int32s([.. Enumerable.Range(0, 12)]));
        Assert.Equal([0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11], Read(file).ToInt64s());
    }

    [Fact]
    public void Big_endian_elements_are_turned_round() =>
        Assert.Equal([258, 3], Read(TensorSamples.Npy(">u2", [2], 1, 2, 0, 3)).ToInt64s());

    [Theory]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), ")]
    [InlineData("{'descr': '<i4', 'fortran_order': False}")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (2,)} x")]
    [InlineData("{'descr': '<i4', 'descr': '<i4', 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{'descr': '<i4', 'fortran_order': No, 'shape': (2,)}")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (-2,)}")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': (99999999999999999999,)}")]
    [InlineData("{'descr': '<i4', 'fortran_order': False, 'shape': __import__('os').system('true')}")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("")]
    public void Other_headers_are_refused(string header) => Refused("PIM1013", TensorSamples.Npy(header, 1, 0, 0, 0, 2, 0, 0, 0));

    [Fact]
    public void Objects_and_unknown_types_are_refused()
    {
        Refused("PIM1014", TensorSamples.Npy("|O", [1], 0x80, 2));
        Refused("PIM1009", TensorSamples.Npy("<c8", [1], 0, 0, 0, 0, 0, 0, 0, 0));
        Refused("PIM1009", TensorSamples.Npy("<U1", [1], 0, 0, 0, 0));
        Refused("PIM1009", TensorSamples.Npy("", [1], 0, 0, 0, 0));
    }

    [Fact]
    public void Sizes_are_compared_with_the_bytes_that_are_there()
    {
        Refused("PIM1007", TensorSamples.Npy("<i4", [2], 1, 2, 3, 4));
        Refused("PIM1007", TensorSamples.Npy("<i4", [1], 1, 2, 3, 4, 5));
        Refused("PIM1007", TensorSamples.Npy("<i4", [1 << 30, 1 << 30], 1, 2, 3, 4));
        Refused("PIM1006", TensorSamples.Npy("<i4", [1 << 30, 1 << 30, 1 << 30], 1, 2, 3, 4));
        Refused("PIM1006", TensorSamples.Npy("{'descr': '<i4', 'fortran_order': False, 'shape': (1152921504606846976,)}", 1, 2, 3, 4));
        Refused("PIM1006", TensorSamples.Npy("|u1", [.. Enumerable.Repeat(1, 65)], 1));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused() =>
        ParserFuzz.CutAnywhere(TensorSamples.Npy("<i4", [2, 2], TensorSamples.Int32s(1, 2, 3, 4)), file => Read(file));

    [Fact]
    public void Damaged_files_are_read_or_refused() => ParserFuzz.Run(
        TensorSamples.Npy("{'descr': '>i4', 'fortran_order': True, 'shape': (2, 3)}", TensorSamples.Int32s(1, 2, 3, 4, 5, 6)),
        5000,
        file => Read(file),
        1 << 16);

    private static NamedTensor Read(byte[] file) => NpyReader.Read(file, "a", "a.npy");

    private static void Refused(string code, byte[] file)
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => Read(file));
        Assert.Equal(code, e.Diagnostics[0].Code);
        Assert.Equal("a.npy", e.Diagnostics[0].File);
        Assert.NotNull(e.Diagnostics[0].Remedy);
    }
}
