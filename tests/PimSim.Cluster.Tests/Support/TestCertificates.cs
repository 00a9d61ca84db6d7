using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PimSim.Cluster.Tests;

/// <summary>An authority and one certificate that it signs, for this machine, as PEM files in a folder.</summary>
internal sealed class TestCertificates
{
    private static readonly TimeSpan Valid = TimeSpan.FromDays(1);

    private TestCertificates(string folder)
    {
        Authority = Path.Combine(folder, "authority.pem");
        Certificate = Path.Combine(folder, "own.pem");
        Key = Path.Combine(folder, "own.key");
    }

    public string Authority { get; }

    public string Certificate { get; }

    public string Key { get; }

    public static TestCertificates Write(string folder)
    {
        TestCertificates files = new(folder);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest authorityRequest = new("CN=authority of a test", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(now - Valid, now + Valid);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=a machine of a test", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 own = request.Create(authority, now - Valid, now + Valid, [1, 2, 3, 4]);
        File.WriteAllText(files.Authority, authority.ExportCertificatePem());
        File.WriteAllText(files.Certificate, own.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            // PostgreSQL does not read a key that others may read.
            File.SetUnixFileMode(files.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return files;
    }

    /// <summary>What connections between workers and clients need, and the authority for those to the store.</summary>
    public (string Name, string Value)[] Environment() =>
    [
        ("PIMSIM_CLUSTER_TLS_CERT", Certificate),
        ("PIMSIM_CLUSTER_TLS_KEY", Key),
        ("PIMSIM_CLUSTER_TLS_CA", Authority),
        ("SSL_CERT_FILE", Authority),
    ];
}
