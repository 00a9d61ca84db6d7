using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>The sizes of a device that layouts are made of.</summary>
internal sealed class UnitGeometry
{
    /// <param name="model">The device.</param>
    /// <param name="anyFormat">Whether SIMD lanes may have another number format than fp32.</param>
    public UnitGeometry(DeviceModel model, bool anyFormat = false)
    {
        Model = model;
        Unit = model.Unit ?? throw new UserErrorException(
            "PIM0700", $"device '{model.Name}' has no processing units", null, "take a model with a processing unit, for example hbm2-2000-pim");
        if (Unit.SimdFormat != NumberFormat.Fp32 && !anyFormat)
        {
            throw new UserErrorException("PIM0701", $"networks on {Unit.SimdFormat} SIMD lanes are not supported yet", null, "set the unit's SIMD format to fp32");
        }

        if (Unit.LaneBits % 64 != 0)
        {
            throw new UserErrorException(
                "PIM0712", $"the unit of '{model.Name}' has {Unit.LaneBits} lanes; networks need a multiple of 64", null, "take fewer chips, a wider bus or a longer burst");
        }

        Units = model.UnitsPerDomain;
        Chips = model.Organization.Chips;
        Lanes = Unit.SimdLanes;
        LaneBits = Unit.LaneBits;
        ColumnsPerBank = model.Organization.ColumnAccesses;
        ColumnsPerRow = ColumnsPerBank * Unit.BanksPerUnit;
    }

    public DeviceModel Model { get; }

    public ProcessingUnitModel Unit { get; }

    /// <summary>Units of a domain, all chips.</summary>
    public int Units { get; }

    public int Chips { get; }

    public int Lanes { get; }

    public int LaneBits { get; }

    /// <summary>Column accesses of a row in one bank.</summary>
    public int ColumnsPerBank { get; }

    /// <summary>Column accesses of a row in all banks of a unit.</summary>
    public int ColumnsPerRow { get; }

    /// <summary>The number in a lane of a unit's words.</summary>
    public float Lane(ReadOnlySpan<ulong> words, int lane)
    {
        int bits = LaneBits / Lanes;
        uint stored = (uint)(words[lane * bits / 64] >> (lane * bits % 64));
        return SimdArithmetic.Decode(bits == 32 ? stored : stored & 0xFFFF, Unit.SimdFormat);
    }

    /// <summary>Sets a lane that is 0 to a number, rounded to the lanes' format.</summary>
    public void SetLane(Span<ulong> words, int lane, float value)
    {
        int bits = LaneBits / Lanes;
        words[lane * bits / 64] |= (ulong)SimdArithmetic.Encode(value, Unit.SimdFormat) << (lane * bits % 64);
    }

    /// <summary>Place number <paramref name="index"/> from row <paramref name="firstRow"/> on.</summary>
    public ColumnPlace Place(int firstRow, int index)
    {
        int inRow = index % ColumnsPerRow;
        return new ColumnPlace(firstRow + (index / ColumnsPerRow), inRow / ColumnsPerBank, inRow % ColumnsPerBank);
    }

    public int RowsFor(int columns) => Ceiling(columns, ColumnsPerRow);

    /// <summary>Bank positions (units on the bus) that hold <paramref name="units"/> units.</summary>
    public int BankUnits(int units) => Ceiling(units, Chips);

    public static int Ceiling(int a, int b) => (a + b - 1) / b;
}
