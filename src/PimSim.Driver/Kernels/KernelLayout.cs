using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Where a kernel's data lie. Columns of a bank are numbered through its rows; equal numbers are worked on at the same time in
/// every unit.
/// </summary>
internal sealed class KernelLayout
{
    /// <summary>Banks of a unit: one even, one odd.</summary>
    public const int Parities = 2;

    // Four of them ask for all-bank mode while others are still being parked.
    private const int MinBanks = 8;

    private KernelLayout(DeviceModel model, KernelShape shape, ProcessingUnitModel unit)
    {
        Model = model;
        Shape = shape;
        Organization = model.Organization;
        Lanes = unit.SimdLanes;
        Registers = unit.InputRegisters;
        Vectors = unit.VectorRegisters;
        Units = Organization.Domains * model.UnitsPerDomain;
        long columns;
        if (shape.Kind == KernelKind.Gemv)
        {
            OutputTiles = Ceiling(shape.Outputs, (long)Units * Vectors);
            InputTiles = Ceiling(shape.Inputs, (long)Registers * Lanes);
            ResultStart = OutputTiles * Ceiling(InputTiles, Parities) * TileColumns;
            columns = ResultStart + (OutputTiles * shape.Batch * Vectors);
        }
        else
        {
            ElementTiles = Ceiling(shape.Results, (long)Units * Parities * Lanes * Vectors);
            OperandColumns = Ceiling(ElementTiles * Vectors, Organization.ColumnAccesses) * Organization.ColumnAccesses;
            Operands = shape.Kind == KernelKind.Relu ? 1 : 2;
            ResultStart = Operands * OperandColumns;
            columns = ResultStart + OperandColumns;
        }

        long rows = Ceiling(columns, Organization.ColumnAccesses);
        long room = Organization.Rows - ReservedRows.Count - model.FirstRow;
        if (rows > room)
        {
            throw new UserErrorException(
                "PIM0721", $"the kernel needs {rows} rows of every bank; '{model.Name}' has {Math.Max(0, room)} for it", null, "take a smaller shape or batch, or a device with more rows");
        }
    }

    public DeviceModel Model { get; }

    public KernelShape Shape { get; }

    public Organization Organization { get; }

    /// <summary>Values in a register and in a column access of one bank.</summary>
    public int Lanes { get; }

    /// <summary>Input registers of a unit.</summary>
    public int Registers { get; }

    /// <summary>Vector registers of a unit.</summary>
    public int Vectors { get; }

    /// <summary>Units of the device.</summary>
    public int Units { get; }

    /// <summary>Matrix-vector product: outputs over units x vector registers, rounded up.</summary>
    public long OutputTiles { get; }

    /// <summary>Matrix-vector product: inputs over what the input registers hold, rounded up.</summary>
    public long InputTiles { get; }

    /// <summary>Columns of one weight tile in one bank.</summary>
    public int TileColumns => Registers * Vectors;

    /// <summary>Value by value: groups of as many columns as there are vector registers, in each bank.</summary>
    public long ElementTiles { get; }

    /// <summary>Value by value: operands read.</summary>
    public int Operands { get; }

    /// <summary>Value by value: columns from one operand to the next; whole rows.</summary>
    public long OperandColumns { get; }

    /// <summary>First column of the result.</summary>
    public long ResultStart { get; }

    /// <summary>Where a kernel's data lie on a device.</summary>
    /// <exception cref="UserErrorException">The device has no units (PIM0700), unsuitable ones (PIM0720), or too few rows (PIM0721).</exception>
    public static KernelLayout Create(DeviceModel model, KernelShape shape)
    {
        ProcessingUnitModel unit = model.Unit ?? throw new UserErrorException(
            "PIM0700", $"device '{model.Name}' has no processing units", null, "take a model with units for kernels, for example hbm2-pim-fp16");
        if (unit.BanksPerUnit != Parities || unit.LaneBits % 64 != 0 || model.Organization.Banks < MinBanks)
        {
            throw new UserErrorException(
                "PIM0720",
                $"kernels need {MinBanks} banks or more, units of an even and an odd bank, and lane bits that are a multiple of 64; '{model.Name}' has {model.Organization.Banks} banks, {unit.BanksPerUnit} a unit, and {unit.LaneBits} bits",
                null,
                "change the banks, unit.banksPerUnit, the bus width or the burst length");
        }

        return new KernelLayout(model, shape, unit);
    }

    /// <summary>Row and column access of a column number.</summary>
    public (int Row, int Column) Place(long number) =>
        (Model.FirstRow + (int)(number / Organization.ColumnAccesses), (int)(number % Organization.ColumnAccesses));

    /// <summary>First column of a weight tile; its parity is that of the input tile.</summary>
    public long TileStart(long outputTile, long inputTile) => ((outputTile * Ceiling(InputTiles, Parities)) + (inputTile / Parities)) * TileColumns;

    private static long Ceiling(long a, long b) => (a + b - 1) / b;
}
