using PimSim.Models;

namespace PimSim.Device;

/// <summary>What operations of units move, and which of them a sequencer in the device takes from its store.</summary>
public static class UnitAccess
{
    /// <summary>What <paramref name="operation"/> moves.</summary>
    public static UnitAccessKind Of(PimOperation operation) => operation switch
    {
        PimOperation.LoadInput or PimOperation.LoadProgramBus => UnitAccessKind.BusIn,
        PimOperation.ReadOut => UnitAccessKind.BusOut,
        PimOperation.LoadInputRow or PimOperation.LoadThreshold or PimOperation.XnorAccumulate or PimOperation.VectorRow or PimOperation.LoadProgram => UnitAccessKind.RowRead,
        PimOperation.WriteBack => UnitAccessKind.RowWrite,
        _ => UnitAccessKind.None,
    };

    /// <summary>True for unit commands that trigger an instruction: all but mode changes and those that load the store.</summary>
    public static bool IsTrigger(PimOperation operation) =>
        operation is not (PimOperation.None or PimOperation.Mode or PimOperation.LoadProgram or PimOperation.LoadProgramBus);
}
