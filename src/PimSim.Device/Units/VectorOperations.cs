using PimSim.Models;

namespace PimSim.Device;

/// <summary>What SIMD operations take.</summary>
public static class VectorOperations
{
    /// <summary>True when the operation reads a column of the open row.</summary>
    public static bool ReadsRow(VectorOperation operation) => operation is
        VectorOperation.LoadRow or VectorOperation.FusedMultiplyAdd or VectorOperation.FusedMultiplyAddSign or
        VectorOperation.AddRow or VectorOperation.MultiplyRow or VectorOperation.CompareRow or
        VectorOperation.MultiplyAddLanes or VectorOperation.LoadRowPositive;
}
