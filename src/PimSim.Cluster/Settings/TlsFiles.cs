using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>Certificate of this process and the authority that signs those of the others.</summary>
/// <param name="Own">Certificate with key.</param>
/// <param name="Authority">The authority's certificate.</param>
internal sealed record TlsFiles(X509Certificate2 Own, X509Certificate2 Authority)
{
    /// <summary>Loads <c>PIMSIM_CLUSTER_TLS_CERT</c>, <c>_KEY</c> and <c>_CA</c> (PEM); null where none is set.</summary>
    /// <exception cref="UserErrorException">PIM1408: some are missing, or a file is not what it should be.</exception>
    public static TlsFiles? Read(SettingsReader read)
    {
        string? certificate = read.Text("PIMSIM_CLUSTER_TLS_CERT");
        string? key = read.Text("PIMSIM_CLUSTER_TLS_KEY");
        string? authority = read.Text("PIMSIM_CLUSTER_TLS_CA");
        if (certificate is null && key is null && authority is null)
        {
            return null;
        }

        if (certificate is null || key is null || authority is null)
        {
            throw Bad("only some of them are set");
        }

        try
        {
            return new TlsFiles(X509Certificate2.CreateFromPemFile(certificate, key), X509CertificateLoader.LoadCertificateFromFile(authority));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Bad(e.Message);
        }
    }

    /// <summary>True for a certificate that the authority signed and that is valid now, whatever name it has: workers have no names.</summary>
    public bool Accepts(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static UserErrorException Bad(string why) => new(
        "PIM1408", "PIMSIM_CLUSTER_TLS_CERT, PIMSIM_CLUSTER_TLS_KEY and PIMSIM_CLUSTER_TLS_CA cannot be used: " + why, null, "name PEM files: a certificate, its key and the authority's certificate");
}
