using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PimSim.Driver;

/// <summary>Gathers what a kernel computed against what it should have.</summary>
internal sealed class KernelDigest(long results)
{
    private readonly float[] values = new float[results];
    private long compared;
    private long mismatches;
    private double error;

    /// <summary>Compares one value of the cells with the host's, bit by bit.</summary>
    public void Compare(float cells, float host)
    {
        compared++;
        mismatches += BitConverter.SingleToInt32Bits(cells) == BitConverter.SingleToInt32Bits(host) ? 0 : 1;
    }

    /// <summary>Notes a result.</summary>
    public void Result(long index, float value, double exact)
    {
        values[index] = value;
        error = Math.Max(error, Math.Abs(value - exact));
    }

    public KernelCheck Complete()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float v in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, v);
            hash.AppendData(bytes);
        }

        return new KernelCheck(compared, mismatches, Convert.ToHexStringLower(hash.GetHashAndReset()), error);
    }
}
