using System.Buffers.Binary;
using PimSim.Core;

namespace PimSim.Data.Tests;

/// <summary>Tiny data files.</summary>
internal static class Samples
{
    public static byte[] Images(int count = 3, int height = 2, int width = 5) =>
        [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(height), .. BigEndian(width), .. Enumerable.Range(0, count * height * width).Select(i => (byte)(i * 37))];

    public static byte[] Labels(params byte[] labels) => [0, 0, 8, 1, .. BigEndian(labels.Length), .. labels];

    public static byte[] Cifar(params byte[] labels) =>
        [.. labels.SelectMany(label => Enumerable.Range(0, 3072).Select(i => (byte)((i / 1024 * 50) + (i % 50))).Prepend(label))];

    public static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public static IdxImages ReadImages(byte[] file) => ReadImages(new MemoryStream(file));

    public static IdxImages ReadImages(Stream file)
    {
        using DataInput input = new(file, "images");
        return IdxReader.ReadImages(input);
    }

    public static byte[] ReadLabels(byte[] file)
    {
        using DataInput input = new(new MemoryStream(file), "labels");
        return IdxReader.ReadLabels(input);
    }

    public static Diagnostic Diagnose(Action action)
    {
        Diagnostic fault = Assert.Single(Assert.Throws<UserErrorException>(action).Diagnostics);
        Assert.NotNull(fault.Remedy);
        return fault;
    }
}
