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

    // Below, s is the source Register + i * Stride and e the source Entry + i * Groups. A source below CommandOperands.ElementSource is a vector
    // register, above it the input element number source - ElementSource in all lanes.

    /// <summary>V[d] = s.</summary>
    Copy,

    /// <summary>V[d] = V[d] + s.</summary>
    AddSource,

    /// <summary>V[d] = V[d] - s.</summary>
    SubtractSource,

    /// <summary>V[d] = s - V[d].</summary>
    SubtractFromSource,

    /// <summary>V[d] = V[d] * s.</summary>
    MultiplySource,

    /// <summary>V[d] = fma(s, e, V[d]).</summary>
    MultiplyAddSources,

    /// <summary>V[d] = fma(V[d], s, e).</summary>
    ScaleAndShift,

    /// <summary>V[d] = s where V[d] is below s, else e where V[d] is above e, else V[d].</summary>
    ClipSources,

    /// <summary>V[d] stays where comparison Bit (<see cref="VectorComparison"/>) of s with e holds, else it is +0.</summary>
    Keep,

    /// <summary>Where s is above V[d]: V[d] = s, and V[Entry + i * Groups] is the number Bit. One step of a maximum and its place.</summary>
    MaxPlace,

    /// <summary>V[d] = e where s is the number Bit, else +0.</summary>
    KeepPlace,

    /// <summary>V[d] = lane Stride of V[Register + i] in all lanes.</summary>
    BroadcastLane,

    /// <summary>V[d] lane l = accumulator Register + l * Stride + i as a number.</summary>
    CountsToReal,

    /// <summary>V[d] = V[d] / s (<c>PIM_VECTOR_DIVIDE</c>).</summary>
    Divide,

    /// <summary>V[d] = square root of V[d] (<c>PIM_VECTOR_DIVIDE</c>).</summary>
    SquareRoot,

    /// <summary>V[d] = C - s.</summary>
    RowMinusSource,

    /// <summary>V[d] = fma(C, t, V[d]), t by bits Bit and Bit + 1 of input register Register + i: 00 is +1, 10 (the first set) is -1, else 0.</summary>
    FusedMultiplyAddTernary,

    /// <summary>V[d] lane l = fma(X element (Register + i), bit Bit + l of C (0: +1, 1: -1), V[d] lane l).</summary>
    FusedMultiplyAddRowSigns,
}
