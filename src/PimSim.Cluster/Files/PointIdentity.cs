using System.Security.Cryptography;
using System.Text;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>
/// The identity of a point: hash of the program's version and of the description, in which files are named by their content. What has the same identity has
/// the same result.
/// </summary>
internal static class PointIdentity
{
    private const int Bytes = 20;

    /// <summary>The key of a description, 40 hexadecimal digits.</summary>
    public static string KeyOf(string json) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{SweepProvenance.ProgramVersion}\n{json}")).AsSpan(0, Bytes));
}
