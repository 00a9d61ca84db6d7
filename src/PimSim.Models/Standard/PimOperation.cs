namespace PimSim.Models;

/// <summary>The work of a processing-unit command; which command name does it is said by the standard's file.</summary>
public enum PimOperation
{
    /// <summary>Not a processing-unit command.</summary>
    None,

    /// <summary><c>PIM_MODE</c>: <see cref="CommandOperands.Operation"/> 1 enters all-bank mode, 0 leaves it.</summary>
    Mode,

    /// <summary><c>PIM_LOAD_INPUT</c>: one bus word to input register <see cref="CommandOperands.Register"/> of every unit.</summary>
    LoadInput,

    /// <summary><c>PIM_LOAD_INPUT_ROW</c>: (parity, column) of the open row to input register <see cref="CommandOperands.Register"/>.</summary>
    LoadInputRow,

    /// <summary><c>PIM_LOAD_THRESHOLD</c>: (parity, column) of the open row to the threshold table from <see cref="CommandOperands.Entry"/> on.</summary>
    LoadThreshold,

    /// <summary>
    /// <c>PIM_XNOR_ACC</c>: column (parity, column) against registers Register .. Register+Count-1; mismatch counts,
    /// shifted left by <see cref="CommandOperands.Operation"/> bits (the plane of an input of several bits), are added to accumulators
    /// Accumulator .. Accumulator+Count-1.
    /// </summary>
    XnorAccumulate,

    /// <summary>
    /// <c>PIM_THRESHOLD</c>: bit Bit+i of the output buffer = decision of accumulator Accumulator + i*Stride under entry
    /// Entry+i, for i below Count.
    /// </summary>
    Threshold,

    /// <summary>
    /// <c>PIM_POOL</c>: output bit Bit+i (i below Count) = pool over the Groups bits Register + g*Stride + i; direction
    /// from entry Entry+i. Operation: <see cref="PoolOperation"/>.
    /// </summary>
    Pool,

    /// <summary><c>PIM_PACK</c>: bit Bit + i*lanes + lane = (lane of vector register Register+i is below zero), i below Count.</summary>
    Pack,

    /// <summary><c>PIM_VECTOR</c>: the SIMD unit does Operation (<see cref="VectorOperation"/>) on registers.</summary>
    Vector,

    /// <summary><c>PIM_VECTOR_ROW</c>: the same for operations that take (parity, column) of the open row.</summary>
    VectorRow,

    /// <summary><c>PIM_WRITE_BACK</c>: Operation (<see cref="PimBuffer"/>), Register to (parity, column) of the open row.</summary>
    WriteBack,

    /// <summary><c>PIM_READ_OUT</c>: Operation (<see cref="PimBuffer"/>), Register of unit Unit to the bus.</summary>
    ReadOut,

    /// <summary>
    /// <c>PIM_CLEAR</c>: Operation (<see cref="PimBuffer"/>) to zero: vector registers or accumulators Register ..
    /// Register+Count-1, or everything of that kind where Count is 0.
    /// </summary>
    Clear,

    /// <summary><c>PIM_LOAD_PROGRAM</c>: (parity, column) of the open row to the instruction store from Entry on.</summary>
    LoadProgram,

    /// <summary>A bus word to the instruction store of every unit from <see cref="CommandOperands.Entry"/> on.</summary>
    LoadProgramBus,

    /// <summary><c>PIM_VECTOR_DIVIDE</c>: as <see cref="Vector"/>, for the operations that take several cycles a register.</summary>
    VectorDivide,
}
