using System.Text.Json;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>What was found out about a point: figures, or the error that it failed with.</summary>
public sealed record PointResult
{
    /// <summary>Number of the error, such as <c>PIM0700</c>; null for a point that was evaluated.</summary>
    public string? Error { get; init; }

    /// <summary>What was wrong, in words.</summary>
    public string? Message { get; init; }

    /// <summary>The figures; null for a point that failed.</summary>
    public PointFigures? Figures { get; init; }

    /// <summary>The result as JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PointJson.Default.PointResult);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="UserErrorException">PIM1259: it is not one.</exception>
    public static PointResult FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PointJson.Default.PointResult) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new UserErrorException("PIM1259", "not the result of a point: " + e.Message);
        }
    }

    /// <summary>The result of a point that failed.</summary>
    public static PointResult Failed(string error, string message) => new() { Error = error, Message = message };
}
