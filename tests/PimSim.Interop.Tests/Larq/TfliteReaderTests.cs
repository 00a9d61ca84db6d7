using System.Buffers.Binary;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

public sealed class TfliteReaderTests
{
    [Fact]
    public void A_graph_is_read()
    {
        OnnxModel model = TfliteReader.Read(TfliteSamples.File(), "f.tflite");
        Assert.Equal(["x"], model.Graph.Inputs.Select(i => i.Name), StringComparer.Ordinal);
        Assert.Equal([1L, 2L, 2L, 64L], model.Graph.Inputs[0].Shape);
        Assert.Equal(["tensor 3"], model.Graph.Outputs.Select(i => i.Name), StringComparer.Ordinal);
        Assert.Equal([5L, -7L], Assert.Single(model.Graph.Initializers).Value.ToInt64s());
        OnnxNode convolution = model.Graph.Nodes[0];
        Assert.Equal(("LceBconv2d", "tflite.custom"), (convolution.Operator, convolution.Domain));
        Assert.Equal(["x", "w", ""], convolution.Inputs, StringComparer.Ordinal);
        Assert.Equal(64L, convolution.Attribute("channels_in", 0L));
        Assert.Equal(1L, convolution.Attribute("padding", 0L));
        OnnxNode pool = model.Graph.Nodes[1];
        Assert.Equal(("MAX_POOL_2D", "tflite"), (pool.Operator, pool.Domain));
        Assert.Equal((1L, 2L, 2L), (pool.Attribute("padding", 0L), pool.Attribute("filter_width", 0L), pool.Attribute("stride_h", 0L)));
    }

    [Fact]
    public void Other_files_are_refused()
    {
        Refusal.Of("PIM1070", () => TfliteReader.Read([1, 2, 3], "f"));
        Refusal.Of("PIM1070", () => TfliteReader.Read(TfliteSamples.File(version: 4), "f"));
    }

    [Fact]
    public void Tensors_and_numbers_of_tensors_are_checked()
    {
        Refusal.Of("PIM1007", () => TfliteReader.Read(TfliteSamples.File(weightSizes: [3]), "f"));
        Refusal.Of("PIM1007", () => TfliteReader.Read(TfliteSamples.File(weightSizes: [1 << 30, 1 << 30]), "f"));
        Refusal.Of("PIM1006", () => TfliteReader.Read(TfliteSamples.File(weightSizes: [-1]), "f"));
        Refusal.Of("PIM1009", () => TfliteReader.Read(TfliteSamples.File(weightType: 17), "f"));
        Refusal.Of("PIM1071", () => TfliteReader.Read(TfliteSamples.File(weightBuffer: 2), "f"));
        Refusal.Of("PIM1071", () => TfliteReader.Read(TfliteSamples.File(poolInput: 9), "f"));
        Refusal.Of("PIM1046", () => TfliteReader.Read(TfliteSamples.File(poolInput: 3), "f"));
        Refusal.Of("PIM1047", () => TfliteReader.Read(TfliteSamples.File(weightBuffer: 0), "f"));
    }

    [Fact]
    public void Options_that_are_no_map_of_numbers_are_refused()
    {
        int last = TfliteSamples.Options.Length - 1;
        foreach ((int at, byte value) in ((int, byte)[])[(last, 3), (last - 1, 40), (last - 2, 200), (25, 200), (28, 5 << 2)])
        {
            byte[] options = [.. TfliteSamples.Options];
            options[at] = value;
            Refusal.Of("PIM1073", () => TfliteReader.Read(TfliteSamples.File(options: options), "f"));
        }

        Refusal.Of("PIM1073", () => TfliteReader.Read(TfliteSamples.File(options: [1]), "f"));
    }

    [Fact]
    public void A_vector_that_everything_shares_is_refused()
    {
        byte[] file = new byte[1 << 20];
        "TFL3"u8.CopyTo(file.AsSpan(4));
        BinaryPrimitives.WriteUInt32LittleEndian(file, 100);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(100), 50);
        foreach ((int at, ushort value) in ((int, ushort)[])[(50, 14), (54, 0), (56, 0), (58, 8)])
        {
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        }

        // Field 2, the networks: a vector of 200,000 offsets that takes most of the file.
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(108), 92);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(200), 263_000);
        Refusal.Of("PIM1071", () => TfliteReader.Read(file, "f"));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(200), 200_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal.Of("PIM1070", () => TfliteReader.Read(file, "f"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 * file.Length);
    }

    [Fact]
    public void More_is_not_read_than_a_file_of_its_size_can_mean()
    {
        byte[] content = new byte[400_000];
        BinaryPrimitives.WriteInt32LittleEndian(content, 90_000);
        FlatBuffer buffer = new(content, "f");
        Assert.Equal(90_000, buffer.Length(0, sizeof(int)));
        Refusal.Of("PIM1072", () => buffer.Length(0, sizeof(int)));
    }

    [Fact]
    public void Cut_and_damaged_files_are_read_or_refused()
    {
        byte[] good = TfliteSamples.File();
        ParserFuzz.Run(good, 4000, file => TfliteReader.Read(file, "f"), 1 << 18);
        for (int length = 0; length < good.Length / 2; length++)
        {
            Assert.Throws<Core.UserErrorException>(() => TfliteReader.Read(good[..length], "f"));
        }
    }
}
