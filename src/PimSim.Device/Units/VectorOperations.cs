using PimSim.Models;

namespace PimSim.Device;

/// <summary>What SIMD operations take.</summary>
public static class VectorOperations
{
    /// <summary>True when the operation reads a column of the open row.</summary>
    public static bool ReadsRow(VectorOperation operation) => operation is
        VectorOperation.LoadRow or VectorOperation.FusedMultiplyAdd or VectorOperation.FusedMultiplyAddSign or
        VectorOperation.AddRow or VectorOperation.MultiplyRow or VectorOperation.CompareRow or
        VectorOperation.MultiplyAddLanes or VectorOperation.LoadRowPositive or
        VectorOperation.RowMinusSource or VectorOperation.FusedMultiplyAddTernary or VectorOperation.FusedMultiplyAddRowSigns;

    /// <summary>True when the operation takes several cycles a register: <c>PIM_VECTOR_DIVIDE</c>.</summary>
    public static bool Divides(VectorOperation operation) => operation is VectorOperation.Divide or VectorOperation.SquareRoot;

    /// <summary>The command that does the operation.</summary>
    public static PimOperation CommandOf(VectorOperation operation) =>
        ReadsRow(operation) ? PimOperation.VectorRow : Divides(operation) ? PimOperation.VectorDivide : PimOperation.Vector;

    /// <summary>True when the operation has a source s, a register or an input element.</summary>
    internal static bool HasSource(VectorOperation operation) => operation is
        (>= VectorOperation.Copy and <= VectorOperation.KeepPlace) or VectorOperation.Divide or VectorOperation.RowMinusSource;

    /// <summary>True when the operation has a second source e.</summary>
    internal static bool HasSecondSource(VectorOperation operation) => operation is
        VectorOperation.MultiplyAddSources or VectorOperation.ScaleAndShift or VectorOperation.ClipSources or VectorOperation.Keep or VectorOperation.KeepPlace;
}
