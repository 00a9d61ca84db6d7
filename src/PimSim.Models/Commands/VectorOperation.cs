namespace PimSim.Models;

/// <summary>
/// Operations of a unit's SIMD lanes (<c>PIM_VECTOR</c>; those that take C are <c>PIM_VECTOR_ROW</c>). V is the vector register file, X the input registers seen as
/// elements (element e = register e / lanes, lane e % lanes), C the column (parity, column) of the open row.
/// For i below Count: d = Accumulator + i, s = Register + i (vector register) or element/bit as said. Every result is
/// rounded once to the unit's number format.
/// </summary>
public enum VectorOperation
{
    /// <summary>V[d] = C.</summary>
    LoadRow,

    /// <summary>V[d] = X as whole register Register + i.</summary>
    LoadInput,

    /// <summary>V[d] = fma(C, X element (Register + i) to all lanes, V[d]).</summary>
    FusedMultiplyAdd,

    /// <summary>V[d] = fma(C, bit Bit of input register Register + i (0: +1, 1: -1), V[d]).</summary>
    FusedMultiplyAddSign,

    /// <summary>V[d] = V[d] + V[s].</summary>
    Add,

    /// <summary>V[d] = V[d] + C.</summary>
    AddRow,

    /// <summary>V[d] = V[d] * V[s].</summary>
    Multiply,

    /// <summary>V[d] = V[d] * C.</summary>
    MultiplyRow,

    /// <summary>V[d] = V[d] &gt;= C ? +1 : -1.</summary>
    CompareRow,

    /// <summary>V[d] = min(max(V[d], V[Register]), V[Register + 1]): lower, then upper bound; Register does not step.</summary>
    Clip,

    /// <summary>V[d] = |V[d]|.</summary>
    Absolute,

    /// <summary>V[d] = max(V[d], V[s]): the first wins ties.</summary>
    Max,

    /// <summary>V[d] lane l += lane l + Stride, for l below Stride: one step of a reduction over lanes.</summary>
    FoldAdd,

    /// <summary>V[d] = V[d] + C * X as whole register Register + i, lane by lane; product and sum are rounded each.</summary>
    MultiplyAddLanes,

    /// <summary>V[d] = C where C is above 0, else +0.</summary>
    LoadRowPositive,
}
