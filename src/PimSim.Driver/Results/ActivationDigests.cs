using System.Numerics;
using System.Runtime.InteropServices;
using PimSim.Bits;
using PimSim.Core;

namespace PimSim.Driver;

/// <summary>CRC-32 of what each operation of a workload puts out for each image: enough to find where two runs first part.</summary>
/// <param name="workload">The workload.</param>
/// <param name="images">Images of the run.</param>
public sealed class ActivationDigests(Workload workload, int images)
{
    private readonly uint[][] values = [.. workload.Operations.Select(_ => new uint[images])];

    /// <summary>Digests of an operation's output, by image.</summary>
    public uint[] OfLayer(int layer) => this.values[layer];

    /// <summary>Takes an image's output; any thread may call it, each for its own image.</summary>
    internal void Take(int image, int layer, Activations output)
    {
        uint digest = this.values[layer][image];
        if (output.Numbers is { } numbers)
        {
            digest = Join(digest, MemoryMarshal.AsBytes<float>(numbers));
        }

        foreach (PackedImages plane in output.Planes ?? (output.Bits is { } bits ? [bits] : []))
        {
            digest = Join(digest, MemoryMarshal.AsBytes<ulong>(plane.Words));
        }

        this.values[layer][image] = digest;
    }

    /// <summary>Turned in between, so that tensors that change places change the digest.</summary>
    private static uint Join(uint digest, ReadOnlySpan<byte> bytes) => BitOperations.RotateLeft(digest, 1) ^ ContentHash.Crc32(bytes);
}
