using System.Text.Json;

namespace PimSim.Cli;

/// <summary>A thing with the hash of its content: a device, a network, a data set.</summary>
/// <param name="Name">For people.</param>
/// <param name="Hash">Hexadecimal digits.</param>
internal sealed record NamedHash(string Name, string Hash)
{
    /// <summary>A member <c>{name, hash}</c>.</summary>
    public void WriteTo(Utf8JsonWriter json, string member) => json.WriteObject(member, () =>
    {
        json.WriteString("name", Name);
        json.WriteString("hash", Hash);
    });
}
