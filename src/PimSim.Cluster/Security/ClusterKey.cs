using System.Security.Cryptography;
using System.Text;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>The cluster's shared secret, stretched (PBKDF2): signs results and answers of a handshake. It is never written anywhere.</summary>
public sealed class ClusterKey
{
    /// <summary>Bytes of a signature.</summary>
    internal const int SignatureBytes = HMACSHA256.HashSizeInBytes;

    private const int MinSecret = 16;
    private const int Rounds = 100_000;

    private readonly byte[] key;

    private ClusterKey(byte[] key)
    {
        this.key = key;
        Fingerprint = Convert.ToHexStringLower(Sign("fingerprint", []).AsSpan(0, 8));
    }

    /// <summary>Tells secrets apart without giving them away.</summary>
    public string Fingerprint { get; }

    /// <summary>Derives the key of a cluster.</summary>
    /// <exception cref="UserErrorException">PIM1401: there is no secret, or it is too short.</exception>
    internal static ClusterKey Derive(string? secret, string clusterId) =>
        secret is { Length: >= MinSecret }
            ? new ClusterKey(Rfc2898DeriveBytes.Pbkdf2(secret, Encoding.UTF8.GetBytes("pimsim cluster " + clusterId), Rounds, HashAlgorithmName.SHA256, SignatureBytes))
            : throw new UserErrorException(
                "PIM1401",
                secret is null ? "the cluster has no secret" : $"the cluster's secret is shorter than {MinSecret} characters",
                null,
                "set PIMSIM_CLUSTER_SECRET or PIMSIM_CLUSTER_SECRET_FILE to the same text for workers and clients, such as 32 random hexadecimal digits");

    /// <summary>Signs some pieces for a purpose.</summary>
    internal byte[] Sign(string purpose, params ReadOnlySpan<byte[]> pieces)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.UTF8.GetBytes(purpose));
        foreach (byte[] piece in pieces)
        {
            // Lengths keep neighbours apart.
            mac.AppendData(BitConverter.GetBytes((long)piece.Length));
            mac.AppendData(piece);
        }

        return mac.GetHashAndReset();
    }

    /// <summary>Whether a signature is right, in constant time.</summary>
    internal bool Verifies(ReadOnlySpan<byte> signature, string purpose, params ReadOnlySpan<byte[]> pieces) =>
        CryptographicOperations.FixedTimeEquals(signature, Sign(purpose, pieces));
}
