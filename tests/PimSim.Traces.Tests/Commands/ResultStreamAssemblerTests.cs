using System.Buffers.Binary;
using PimSim.Core;

namespace PimSim.Traces.Tests.Commands;

public sealed class ResultStreamAssemblerTests
{
    [Fact]
    public void Reals_of_one_chip_are_put_in_place()
    {
        ResultStreamAssembler assembler = Create([new("scores", StreamElement.Fp32, [2, 2])], chips: 1);
        assembler.Accept(Reals(1.5f, -2f), [new StreamSlice(0, 0, 0, 2, 2)]);
        assembler.Accept(Reals(3f, 4f), [new StreamSlice(0, 3, 0, 1), new StreamSlice(0, 1, 1, 1)]);
        Assert.Equal([1.5f, 4f, -2f, 3f], assembler.Reals(0));
    }

    [Fact]
    public void Bytes_of_two_chips_are_sorted_by_chip()
    {
        // 2 bytes a beat, byte 0 of each beat from chip 0: both chips' 32-bit words arrive interleaved.
        ResultStreamAssembler assembler = Create([new("scores", StreamElement.Fp32, [2])], chips: 2);
        byte[] words = Reals(1.5f, -2f);
        byte[] beats = [words[0], words[4], words[1], words[5], words[2], words[6], words[3], words[7]];
        assembler.Accept(beats, [new StreamSlice(0, 0, 0, 2)]);
        Assert.Equal([1.5f, -2f], assembler.Reals(0));
    }

    [Fact]
    public void Bits_are_put_in_place()
    {
        ResultStreamAssembler assembler = Create([new("bits", StreamElement.Bits, [12])], chips: 1);
        assembler.Accept([0b1011_0000, 0, 0, 0, 0, 0, 0, 0], [new StreamSlice(0, 8, 4, 4), new StreamSlice(0, 0, 0, 8)]);
        Assert.Equal([0b1011_0000, 0b0000_1011], assembler.Complete(0).ToArray());
    }

    [Fact]
    public void Missing_elements_are_an_error()
    {
        ResultStreamAssembler assembler = Create([new("scores", StreamElement.I16, [4])], chips: 1);
        assembler.Accept(new byte[8], [new StreamSlice(0, 0, 0, 3)]);
        UserErrorException e = Assert.Throws<UserErrorException>(() => assembler.Complete(0));
        Assert.Equal("PIM0509", e.Diagnostics[0].Code);
        Assert.Contains("lacks 1 of its 4", e.Message, StringComparison.Ordinal);
    }

    private static ResultStreamAssembler Create(ResultStream[] streams, int chips) =>
        new(TraceGen.Header() with { Streams = streams }, TestDevice.Create(chips: chips).Organization, "t.pimtrace");

    private static byte[] Reals(params float[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return bytes;
    }
}
