using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Data.Tests;

public sealed class PngReaderTests
{
    private static readonly byte[] Rows = [0, 10, 20, 30, 0, 40, 50, 60];

    [Fact]
    public void Grey_and_colour_come_back_row_by_row()
    {
        byte[] samples = [.. Enumerable.Range(0, 2 * 3 * 3).Select(i => (byte)(i * 13))];
        PngImage grey = PngReader.Read(PngSamples.Plain(3, 6, 0, samples), "f.png");
        Assert.Equal((3, 6, 1), (grey.Height, grey.Width, grey.Channels));
        Assert.Equal(samples, grey.Pixels);
        PngImage colour = PngReader.Read(PngSamples.Plain(2, 3, 2, samples), "f.png");
        Assert.Equal((2, 3, 3), (colour.Height, colour.Width, colour.Channels));
        Assert.Equal(samples, colour.Pixels);
    }

    [Fact]
    public void A_palette_gives_its_colours() =>
        Assert.Equal([7, 8, 9, 1, 2, 3], PngReader.Read(PngSamples.Plain(1, 2, PngHeader.Palette, [1, 0], [1, 2, 3, 7, 8, 9]), "f.png").Pixels);

    [Fact]
    public void Opacity_that_is_full_says_nothing()
    {
        Assert.Equal([10, 20], PngReader.Read(PngSamples.Plain(1, 2, 4, [10, 255, 20, 255]), "f.png").Pixels);
        Assert.Equal([1, 2, 3, 4, 5, 6], PngReader.Read(PngSamples.Plain(1, 2, 6, [1, 2, 3, 255, 4, 5, 6, 255]), "f.png").Pixels);
        Assert.Contains("row 0, column 1", Refused("PIM0731", PngSamples.Plain(1, 2, 4, [10, 255, 20, 254])).Message, StringComparison.Ordinal);
    }

    // Source of the expected pixels: PNG specification, third edition, 9.2, worked by hand.
    [Fact]
    public void All_filters_are_undone()
    {
        byte[] rows = [1, 10, 5, 5, 2, 1, 1, 1, 3, 10, 10, 10, 4, 3, 2, 1];
        Assert.Equal([10, 15, 20, 11, 16, 21, 15, 25, 33, 18, 27, 34], PngReader.Read(PngSamples.File(PngSamples.Header(4, 3, 8, 0), PngSamples.Data(rows)), "f.png").Pixels);
    }

    [Fact]
    public void Chunks_that_may_be_left_out_are()
    {
        byte[] file = PngSamples.File(PngSamples.Header(2, 3, 8, 0), PngSamples.Chunk("tEXt", [65, 0, 66]), PngSamples.Data(Rows));
        Assert.Equal([10, 20, 30, 40, 50, 60], PngReader.Read(file, "f.png").Pixels);
        Refused("PIM0730", PngSamples.File(PngSamples.Header(2, 3, 8, 0), PngSamples.Chunk("TEXT", [65]), PngSamples.Data(Rows)));
    }

    [Theory]
    [InlineData(1, 0, 0, "1 bits")]
    [InlineData(16, 0, 0, "16 bits")]
    [InlineData(4, 3, 0, "4 bits")]
    [InlineData(8, 2, 1, "interlaced")]
    public void Other_kinds_are_refused_by_name(byte bitDepth, byte colorType, byte interlace, string what)
    {
        Diagnostic fault = Refused("PIM0731", PngSamples.File(PngSamples.Header(2, 3, bitDepth, colorType, interlace), PngSamples.Data(Rows)));
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
        Assert.Contains("convert", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Transparent_pixels_are_refused() =>
        Refused("PIM0731", PngSamples.File(PngSamples.Header(2, 3, 8, 0), PngSamples.Chunk("tRNS", [0, 10]), PngSamples.Data(Rows)));

    [Theory]
    [InlineData(int.MinValue, int.MinValue)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, 1)]
    [InlineData(1, 3_000_000)]
    public void A_claim_that_the_file_cannot_hold_takes_no_memory(int height, int width)
    {
        byte[] file = PngSamples.File(PngSamples.Header(height, width, 8, 0), PngSamples.Data(Rows));
        Refused("PIM0732", file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("PIM0732", file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 16);
    }

    [Fact]
    public void Data_that_unpack_to_more_than_they_claim_are_not_unpacked()
    {
        byte[] bomb = PngSamples.File(PngSamples.Header(2, 3, 8, 0), PngSamples.Data(new byte[50_000_000]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than 2 rows", Refused("PIM0730", bomb).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 18);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Refused("PIM0730", []);
        Refused("PIM0730", "GIF89a and more than that"u8.ToArray());
        Refused("PIM0730", PngSamples.File());
        Refused("PIM0730", PngSamples.File(PngSamples.Data(Rows), PngSamples.Header(2, 3, 8, 0)));
        Refused("PIM0730", PngSamples.File(PngSamples.Header(0, 3, 8, 0), PngSamples.Data(Rows)));
        Refused("PIM0730", PngSamples.File(PngSamples.Header(2, 3, 8, 5), PngSamples.Data(Rows)));
        Refused("PIM0730", PngSamples.File(PngSamples.Header(2, 3, 8, 0)));
        Refused("PIM0730", PngSamples.File(PngSamples.Header(3, 3, 8, 0), PngSamples.Data(Rows)));
        Refused("PIM0730", PngSamples.File(PngSamples.Header(2, 3, 8, 0), PngSamples.Data([5, .. Rows[1..]])));
        Refused("PIM0730", [.. PngSamples.Grey(2, 3), 0]);
        Refused("PIM0730", PngSamples.Plain(1, 2, PngHeader.Palette, [1, 2], [1, 2, 3, 7, 8, 9]));
        Refused("PIM0730", PngSamples.Plain(1, 2, PngHeader.Palette, [1, 0]));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused() => ParserFuzz.CutAnywhere(PngSamples.Grey(3, 4), file => PngReader.Read(file, "f.png"));

    private static Diagnostic Refused(string code, byte[] file)
    {
        Diagnostic fault = Samples.Diagnose(() => PngReader.Read(file, "f.png"));
        Assert.Equal((code, "f.png"), (fault.Code, fault.File));
        return fault;
    }
}
