using System.Buffers;
using MessagePack;

namespace PimSim.Core.Tests;

/// <summary>Containers for the tests.</summary>
internal static class Samples
{
    public static readonly VersionRange Versions = new(1, 1);

    public static byte[] Header()
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        writer.WriteMapHeader(1);
        writer.Write("name");
        writer.Write("sample");
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Repetitive(int length) => Enumerable.Range(0, length).Select(i => (byte)(i % 7)).ToArray();

    /// <summary>Three sections: plain, packed (it shrinks) and empty.</summary>
    public static byte[] Small(ContainerFormat format = ContainerFormat.Network, int version = 1)
    {
        using MemoryStream stream = new();
        ContainerWriter writer = new(stream, format, version, Header());
        writer.AddSection(1, "weights"u8);
        writer.AddSection(2, Repetitive(200), compress: true);
        writer.AddSection(2, []);
        writer.Complete();
        return stream.ToArray();
    }

    public static ContainerReader Open(byte[] file) => ContainerReader.Open(file, "x.pimnet", ContainerFormat.Network, Versions);

    public static Diagnostic Diagnose(Action action) => Assert.Single(Assert.Throws<UserErrorException>(action).Diagnostics);
}
