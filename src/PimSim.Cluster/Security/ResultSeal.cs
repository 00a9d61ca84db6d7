using System.Buffers.Binary;
using System.Text;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>
/// A result in the store:
/// <code>
/// HMAC-SHA256 of key and rest, 32 bytes | host seconds, float64 little-endian | JSON of the result
/// </code>
/// Who can write to the store but lacks the secret cannot pass anything off as a result.
/// </summary>
internal static class ResultSeal
{
    private const string Purpose = "result";

    /// <summary>Bytes that a result may have.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>Makes it.</summary>
    public static byte[] Seal(ClusterKey key, string point, double hostSeconds, PointResult result)
    {
        byte[] json = result.ToJson();
        byte[] body = new byte[sizeof(double) + json.Length];
        BinaryPrimitives.WriteDoubleLittleEndian(body, hostSeconds);
        json.CopyTo(body, sizeof(double));
        return [.. key.Sign(Purpose, Encoding.ASCII.GetBytes(point), body), .. body];
    }

    /// <summary>Checks and reads it.</summary>
    /// <exception cref="UserErrorException">PIM1407: nobody with the secret wrote it for this point.</exception>
    public static (double HostSeconds, PointResult Result) Open(ClusterKey key, string point, byte[] stored)
    {
        if (stored.Length is < ClusterKey.SignatureBytes + sizeof(double) or > MaxBytes
            || !key.Verifies(stored.AsSpan(0, ClusterKey.SignatureBytes), Purpose, Encoding.ASCII.GetBytes(point), stored[ClusterKey.SignatureBytes..]))
        {
            throw new UserErrorException(
                "PIM1407", $"the store holds a result of the point {point} that no worker of this cluster wrote", null, "find out who else writes to the store, remove the result, then resume the sweep");
        }

        ReadOnlySpan<byte> body = stored.AsSpan(ClusterKey.SignatureBytes);
        return (BinaryPrimitives.ReadDoubleLittleEndian(body), PointResult.FromJson(body[sizeof(double)..]));
    }
}
