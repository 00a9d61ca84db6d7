using CsCheck;
using MessagePack;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Bnn.Tests;

public sealed class NetworkFileTests
{
    [Fact]
    public void A_round_trip_gives_the_same_bytes() =>
        Gen.ULong.ForEach(300, seed =>
        {
            BnnNetwork network = RandomNetwork.Make(seed);
            byte[] bytes = NetworkFile.ToBytes(network);
            BnnNetwork read = NetworkFile.Load(bytes, "x.pimnet");

            Assert.Equal(bytes, NetworkFile.ToBytes(read));
            Assert.Equal(NetworkFile.ContentHash(network), NetworkFile.ContentHash(read));
            byte[] image = RandomNetwork.Image(network, seed);
            Assert.Equal(new NaiveEvaluator(network).Run(image).Scores, new NaiveEvaluator(read).Run(image).Scores);
        });

    [Fact]
    public void A_round_trip_of_folded_networks_gives_the_same_bytes() =>
        Gen.ULong.ForEach(300, seed =>
        {
            BnnNetwork network = RandomNetwork.MakeFolded(seed);
            byte[] bytes = NetworkFile.ToBytes(network);
            BnnNetwork read = NetworkFile.Load(bytes, "x.pimnet");

            Assert.Equal(bytes, NetworkFile.ToBytes(read));
            Assert.Equal(NetworkFile.ContentHash(network), NetworkFile.ContentHash(read));
            Assert.Equal(network.Input.Levels, read.Input.Levels);
            Assert.Equal(network.ReadOut.GetType(), read.ReadOut.GetType());
            Assert.Equal(network.Nodes.OfType<ThresholdNode>().SelectMany(n => n.Thresholds), read.Nodes.OfType<ThresholdNode>().SelectMany(n => n.Thresholds));
        });

    [Fact]
    public void A_round_trip_of_residual_networks_gives_the_same_bytes()
    {
        var versions = new HashSet<byte>();
        Gen.ULong.ForEach(200, seed =>
        {
            BnnNetwork network = ResidualNetwork.Make(seed);
            byte[] bytes = NetworkFile.ToBytes(network);
            BnnNetwork read = NetworkFile.Load(bytes, "x.pimnet");

            versions.Add(bytes[12]);
            Assert.Equal(bytes, NetworkFile.ToBytes(read));
            Assert.Equal(NetworkFile.ContentHash(network), NetworkFile.ContentHash(read));
            byte[] image = RandomNetwork.Image(network, seed);
            Assert.Equal(new NaiveEvaluator(network).Run(image).Scores, new NaiveEvaluator(read).Run(image).Scores);
        });

        // Branches and batch norms without sign are in the first version too; additions and new pools are not.
        Assert.Equal("1 3", string.Join(' ', versions.Order()));
    }

    [Fact]
    public void Additions_have_no_place_in_the_second_version()
    {
        BnnNetwork network = Samples.Residual();
        Assert.Equal(3, NetworkFile.ToBytes(network)[12]);
        var container = ContainerReader.Open(NetworkFile.ToBytes(network), "x", ContainerFormat.Network, new VersionRange(3, 3));
        byte[][] sections = [.. container.AllSections.Select(s => s.Bytes)];

        Assert.Contains("PIM0430", Refused(Container(container.Header, sections, version: 2)), StringComparison.Ordinal);
        Assert.NotNull(NetworkFile.Load(Container(container.Header, sections, version: 3), "x.pimnet"));
    }

    [Fact]
    public void A_network_takes_the_first_version_that_can_hold_it()
    {
        Assert.Equal(1, NetworkFile.ToBytes(Samples.Small())[12]);
        Assert.Equal(2, NetworkFile.ToBytes(Samples.Folded())[12]);
    }

    [Fact]
    public void Thresholds_have_no_place_in_the_first_version()
    {
        var container = ContainerReader.Open(NetworkFile.ToBytes(Samples.Folded()), "x", ContainerFormat.Network, new VersionRange(2, 2));
        byte[][] sections = [.. container.AllSections.Select(s => s.Bytes)];

        Assert.Contains("PIM0430", Refused(Container(container.Header, sections)), StringComparison.Ordinal);
        Assert.NotNull(NetworkFile.Load(Container(container.Header, sections, version: 2), "x.pimnet"));
    }

    [Fact]
    public void The_bytes_and_the_hash_of_a_network_are_fixed()
    {
        byte[] bytes = NetworkFile.ToBytes(Samples.Small());

        Assert.Equal("cad32cecb9d5ae4e3b412340ca945096", Core.ContentHash.Hex(bytes));
        Assert.Equal("714df52b736faaf2de496927733348d9", NetworkFile.ContentHash(Samples.Small()));
    }

    [Fact]
    public void Any_difference_changes_the_hash()
    {
        string hash = NetworkFile.ContentHash(Samples.Small());
        BnnNetwork[] others =
        [
            Samples.With<MaxPoolNode>("pool", n => n with { Stride = 1, Size = 3 }),
            Samples.With<BatchNormNode>("norm", n => n with { Beta = [0.5f, 0.25000003f] }),
            Samples.With<DenseNode>("out", n => n with { Bias = [1, 2, 0f] }),
            Samples.With<DenseNode>("out", n => n with { Bias = null }),
            Samples.With<ConvolutionNode>("conv", n => n with { PaddingValue = PaddingValue.PlusOne }),
        ];

        Assert.Equal(others.Length + 1, others.Select(NetworkFile.ContentHash).Append(hash).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] bytes = NetworkFile.ToBytes(Samples.Small());
        for (int length = 0; length < bytes.Length; length++)
        {
            Refused(bytes[..length]);
        }
    }

    [Fact]
    public void Any_flipped_byte_is_noticed()
    {
        byte[] bytes = NetworkFile.ToBytes(Samples.Small());
        for (int i = 0; i < bytes.Length; i++)
        {
            foreach (byte mask in (byte[])[0x01, 0x80, 0xFF])
            {
                bytes[i] ^= mask;
                Refused(bytes);
                bytes[i] ^= mask;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_header_of_anything_under_right_checksums_is_refused_or_a_right_network(int version)
    {
        (byte[] header, byte[][] sections) = Parts(version == 1 ? Samples.Small() : Samples.Folded());
        Gen.Select(Gen.Int[0, header.Length - 1], Gen.Byte, Gen.Int[0, 3]).ForEach(20_000, change =>
        {
            (int at, byte value, int kind) = change;
            byte[] damaged = kind switch
            {
                0 => header[..at],
                1 => [.. header[..at], value, .. header[at..]],
                2 => [.. header[..at], .. header[(at + 1)..]],
                _ => [.. header[..at], value, .. header[(at + 1)..]],
            };
            byte[] file = Container(damaged, sections, version);
            try
            {
                BnnNetwork read = NetworkFile.Load(file, "x.pimnet");
                Assert.NotEmpty(NetworkFile.ContentHash(read));
            }
            catch (UserErrorException fault)
            {
                Assert.All(fault.Diagnostics, d => Assert.Equal("x.pimnet", d.File));
            }
        });
    }

    [Fact]
    public void Bytes_after_the_header_and_another_schema_are_refused()
    {
        (byte[] header, byte[][] sections) = Parts(Samples.Small());
        byte[] otherSchema = [.. header];
        otherSchema[header.AsSpan().IndexOf("pimsim.network/1"u8) + 15] = (byte)'2';

        Assert.Contains("something follows", Refused(Container([.. header, 0], sections)), StringComparison.Ordinal);
        Assert.Contains("PIM0430", Refused(Container([.. header, 0], sections)), StringComparison.Ordinal);
        Assert.Contains("pimsim.network/2", Refused(Container(otherSchema, sections)), StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_that_do_not_fit_their_tensors_are_refused()
    {
        (byte[] header, byte[][] sections) = Parts(Samples.Small());
        Assert.NotNull(NetworkFile.Load(Container(header, sections), "x.pimnet"));

        Assert.Contains("sections are there", Refused(Container(header, [.. sections, []])), StringComparison.Ordinal);
        Assert.Contains("is next", Refused(Container(header, sections[..^1])), StringComparison.Ordinal);
        Assert.Contains("bytes, its tensor", Refused(Container(header, [sections[0][..^1], .. sections[1..]])), StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_of_many_elements_are_refused_before_memory_is_taken()
    {
        byte[] header = MessagePackSerializer.ConvertFromJson(
            """{"schema":"pimsim.network/1","name":"n","input":{"height":1,"width":1,"channels":1,"mean":[0.5],"deviation":[0.5]},"classes":["a"],"nodes":[{"kind":"dense","name":"d","inputs":["input"],"outputs":1,"weights":{"kind":"real","values":{"section":1,"count":2147483647}},"bias":null}]}""",
            cancellationToken: TestContext.Current.CancellationToken);
        byte[] file = Container(header, [new byte[4]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Refused(file);
        Assert.Contains("2147483647 elements", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_wrong_network_in_a_whole_file_is_refused_with_its_number()
    {
        (byte[] header, byte[][] sections) = Parts(Samples.Small());
        sections[0].AsSpan().Fill(0xFF);

        Assert.Contains("PIM0409", Refused(Container(header, sections)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_network_is_not_written()
    {
        BnnNetwork wrong = Samples.With<MaxPoolNode>("pool", n => n with { Size = 0 });
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pimnet");

        Assert.Throws<UserErrorException>(() => NetworkFile.Save(path, wrong));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Save_and_load_go_through_a_file()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pimnet");
        try
        {
            NetworkFile.Save(path, Samples.Small());
            Assert.Equal(NetworkFile.ToBytes(Samples.Small()), File.ReadAllBytes(path));
            Assert.Equal("sample", NetworkFile.Load(path).Name);
        }
        finally
        {
            File.Delete(path);
        }

        UserErrorException fault = Assert.Throws<UserErrorException>(() => NetworkFile.Load(path));
        Assert.Equal(("PIM0021", path), (fault.Diagnostics[0].Code, fault.Diagnostics[0].File));
    }

    private static string Refused(byte[] bytes)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => NetworkFile.Load(bytes, "x.pimnet"));
        Assert.All(fault.Diagnostics, d => Assert.Equal("x.pimnet", d.File));
        return fault.Message;
    }

    private static (byte[] Header, byte[][] Sections) Parts(BnnNetwork network)
    {
        var container = ContainerReader.Open(NetworkFile.ToBytes(network), "x", ContainerFormat.Network, new VersionRange(1, 2));
        return (container.Header, [.. container.AllSections.Select(s => s.Bytes)]);
    }

    private static byte[] Container(byte[] header, byte[][] sections, int version = 1)
    {
        using var stream = new MemoryStream();
        var writer = new ContainerWriter(stream, ContainerFormat.Network, version, header);
        for (int i = 0; i < sections.Length; i++)
        {
            writer.AddSection((uint)i + 1, sections[i]);
        }

        writer.Complete();
        return stream.ToArray();
    }
}
