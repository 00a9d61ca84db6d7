using CsCheck;
using PimSim.Tests;

namespace PimSim.Core.Tests;

public sealed class ContainerRoundTripTests
{
    [Fact]
    public void Header_version_and_sections_come_back()
    {
        ContainerReader reader = Samples.Open(Samples.Small());
        Assert.Equal(1, reader.Version);
        Assert.Equal(Samples.Header(), reader.Header);
        Assert.Equal([1u, 2u, 2u], reader.AllSections.Select(s => s.Id));
        Assert.Equal("weights"u8.ToArray(), reader.Section(1));
        Assert.Equal(Samples.Repetitive(200), reader.AllSections[1].Bytes);
        Assert.Empty(reader.AllSections[2].Bytes);
    }

    [Fact]
    public void Any_sections_come_back_packed_or_not_from_a_slow_pipe_too()
    {
        Gen<(uint Id, byte[] Bytes, bool Compress)> section = Gen.Select(Gen.UInt[0, 9], Gen.Byte[0, 3].Array[0, 300], Gen.Bool);
        section.List[0, 6].ForEach(200, sections =>
            {
                byte[] file = Write(sections);
                ContainerReader whole = Samples.Open(file);
                using OneByteStream pipe = new(file);
                ContainerReader slow = ContainerReader.Open(pipe, "pipe", ContainerFormat.Network, Samples.Versions);
                return Same(sections, whole) && Same(sections, slow);
            });
    }

    [Fact]
    public void Any_sections_come_back_through_memory_that_is_used_again()
    {
        Gen<(uint Id, byte[] Bytes, bool Compress)> section = Gen.Select(Gen.UInt[0, 9], Gen.Byte[0, 3].Array[0, 300], Gen.Bool);
        ContainerSectionBuffer buffer = new();
        section.List[0, 6].ForEach(200, sections =>
            {
                byte[] file = Write(sections);
                foreach (Stream stream in new Stream[] { new MemoryStream(file), new OneByteStream(file) })
                {
                    ContainerStreamReader reader = ContainerReader.Sections(stream, "x", ContainerFormat.Network, Samples.Versions);
                    foreach ((uint id, byte[] bytes, _) in sections)
                    {
                        Assert.True(reader.TryReadNext(buffer));
                        Assert.Equal(id, buffer.Id);
                        Assert.Equal(bytes, buffer.Bytes.ToArray());
                    }

                    Assert.False(reader.TryReadNext(buffer));
                    Assert.Null(reader.Truncation);
                }
            });
    }

    [Fact]
    public void Damage_and_cuts_are_noticed_in_memory_that_is_used_again()
    {
        byte[] file = Samples.Small();
        int start = ContainerLayout.HeadBytes + Samples.Header().Length;
        for (int at = start; at < file.Length; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 0x20;
            Assert.Throws<UserErrorException>(() => ReadAgain(damaged));
            Assert.Equal("PIM0014", ReadAgain(file[..at])?.Code);
        }

        Assert.Null(ReadAgain(file));
    }

    [Fact]
    public void Equal_input_gives_equal_bytes()
    {
        Assert.Equal(Samples.Small(), Samples.Small());
    }

    [Fact]
    public void Packing_shrinks_what_repeats_and_leaves_what_does_not()
    {
        byte[] repetitive = Samples.Repetitive(100_000);
        byte[] random = new byte[100_000];
        PhiloxStream stream = new(1, 1);
        for (int i = 0; i < random.Length; i++)
        {
            random[i] = (byte)stream.NextUInt32();
        }

        Assert.InRange(Write([(1, repetitive, true)]).Length, 1, 1_000);
        Assert.Equal(Write([(1, random, false)]), Write([(1, random, true)]));
        Assert.Equal(random, Samples.Open(Write([(1, random, true)])).Section(1));
    }

    [Fact]
    public void A_megabyte_comes_through_a_stream_without_a_length()
    {
        byte[] bytes = Samples.Repetitive(1 << 20);
        using OneByteStream pipe = new(Write([(1, bytes, false)]));
        Assert.Equal(bytes, ContainerReader.Open(pipe, "pipe", ContainerFormat.Network, Samples.Versions).Section(1));
    }

    [Fact]
    public void The_reader_stops_at_the_end_and_stays_there()
    {
        using MemoryStream stream = new(Samples.Small());
        ContainerStreamReader reader = ContainerReader.Sections(stream, "x", ContainerFormat.Network, Samples.Versions);
        int count = 0;
        while (reader.TryReadNext(out _))
        {
            count++;
        }

        Assert.Equal(3, count);
        Assert.Null(reader.Truncation);
        Assert.False(reader.TryReadNext(out ContainerSection? none));
        Assert.Null(none);
    }

    [Fact]
    public void Writing_after_the_end_is_a_bug()
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, ContainerFormat.Trace, 1, []);
        writer.Complete();
        Assert.Throws<InternalErrorException>(() => writer.AddSection(1, []));
        Assert.Throws<InternalErrorException>(writer.Complete);
    }

    [Fact]
    public void The_id_of_the_end_is_taken()
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, ContainerFormat.Trace, 1, []);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.AddSection(uint.MaxValue, []));
    }

    private static Diagnostic? ReadAgain(byte[] file)
    {
        ContainerSectionBuffer buffer = new();
        ContainerStreamReader reader = ContainerReader.Sections(new MemoryStream(file), "x", ContainerFormat.Network, Samples.Versions);
        while (reader.TryReadNext(buffer))
        {
            Assert.InRange(buffer.Bytes.Length, 0, 200);
        }

        return reader.Truncation;
    }

    private static byte[] Write(IEnumerable<(uint Id, byte[] Bytes, bool Compress)> sections)
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, ContainerFormat.Network, 1, Samples.Header());
        foreach ((uint id, byte[] bytes, bool compress) in sections)
        {
            writer.AddSection(id, bytes, compress);
        }

        writer.Complete();
        return stream.ToArray();
    }

    private static bool Same(List<(uint Id, byte[] Bytes, bool Compress)> sections, ContainerReader reader) =>
        sections.Count == reader.AllSections.Count
        && sections.Zip(reader.AllSections).All(p => p.First.Id == p.Second.Id && p.First.Bytes.AsSpan().SequenceEqual(p.Second.Bytes));
}
