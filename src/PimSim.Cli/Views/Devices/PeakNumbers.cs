using PimSim.Models;

namespace PimSim.Cli;

/// <summary>What a device can do at best, from its model alone.</summary>
/// <param name="CapacityBytes">Bytes of all cells that a host can address.</param>
/// <param name="BitMacsPerCycle">Binary multiply-accumulates a cycle, all units; null without units.</param>
/// <param name="RealMacsPerCycle">SIMD multiply-accumulates a cycle, all units; null without units.</param>
/// <param name="BusBytesPerCycle">Bytes a cycle over all data buses.</param>
/// <param name="InternalBytesPerCycle">Bytes a cycle from the banks into the units; null without units.</param>
internal sealed record PeakNumbers(
    long CapacityBytes,
    double? BitMacsPerCycle,
    double? RealMacsPerCycle,
    double? BusBytesPerCycle,
    double? InternalBytesPerCycle)
{
    /// <summary>Counts from organization, unit and the parameters BL and CCD_L.</summary>
    public static PeakNumbers Of(DeviceModel device)
    {
        Organization o = device.Organization;
        long rowBytes = (long)o.ColumnAccesses * o.AccessBits / 8;
        long capacity = (long)o.Domains * o.Banks * o.Rows * rowBytes;
        double? bus = device.Standard.Parameters.TryGetValue("BL", out long burst) && burst > 0
            ? (double)o.Channels * o.PseudoChannels * o.AccessBits / 8 / burst
            : null;
        if (device.Unit is not { } unit || !device.Standard.Parameters.TryGetValue("CCD_L", out long spacing) || spacing <= 0)
        {
            return new PeakNumbers(capacity, null, null, bus, null);
        }

        double units = (double)o.Domains * device.UnitsPerDomain;
        // One column read serves n registers in max(CCD_L, n) cycles.
        double bitMacs = units * unit.LaneBits * unit.InputRegisters / Math.Max(spacing, unit.InputRegisters);
        return new PeakNumbers(capacity, bitMacs, units * unit.SimdLanes / spacing, bus, units * unit.LaneBits / 8 / spacing);
    }
}
