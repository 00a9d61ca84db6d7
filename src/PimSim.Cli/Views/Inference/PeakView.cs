using System.Text.Json;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>What a device can do at best, as far as a roofline wants it.</summary>
/// <param name="ClockPs">Picoseconds of a cycle.</param>
/// <param name="ColumnBits">Bits that a column read brings to a unit, or null without units.</param>
/// <param name="Numbers">The rest.</param>
internal sealed record PeakView(double ClockPs, int? ColumnBits, PeakNumbers Numbers)
{
    /// <summary>The peak of a model.</summary>
    public static PeakView Of(DeviceModel model) => new(model.ClockPs, model.Unit?.LaneBits, PeakNumbers.Of(model));

    /// <summary>The member <c>peak</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("peak", () =>
    {
        json.WriteNumber("clockPs", ClockPs);
        json.WriteInteger("columnBits", ColumnBits);
        json.WriteFinite("bitMacsPerCycle", Numbers.BitMacsPerCycle);
        json.WriteFinite("realMacsPerCycle", Numbers.RealMacsPerCycle);
        json.WriteFinite("busBytesPerCycle", Numbers.BusBytesPerCycle);
        json.WriteFinite("internalBytesPerCycle", Numbers.InternalBytesPerCycle);
    });
}
