namespace PimSim.Device;

/// <summary>Bits 0 to 4 of an instruction; values above <see cref="SecondStride"/> are free.</summary>
public enum SequencerOpcode : byte
{
    /// <summary>The unit does nothing more until its store is loaded again.</summary>
    Halt,

    /// <summary>A loop begins.</summary>
    LoopBegin,

    /// <summary>The innermost loop ends.</summary>
    LoopEnd,

    /// <summary>An operand of the next instruction steps with a loop.</summary>
    Step,

    /// <summary><see cref="Models.PimOperation.LoadInput"/>.</summary>
    LoadInput,

    /// <summary><see cref="Models.PimOperation.LoadInputRow"/>.</summary>
    LoadInputRow,

    /// <summary><see cref="Models.PimOperation.LoadThreshold"/>.</summary>
    LoadThreshold,

    /// <summary><see cref="Models.PimOperation.XnorAccumulate"/>.</summary>
    XnorAccumulate,

    /// <summary><see cref="Models.PimOperation.Threshold"/>.</summary>
    Threshold,

    /// <summary><see cref="Models.PimOperation.Pool"/>.</summary>
    Pool,

    /// <summary><see cref="Models.PimOperation.Pack"/>.</summary>
    Pack,

    /// <summary><see cref="Models.PimOperation.Vector"/>.</summary>
    Vector,

    /// <summary><see cref="Models.PimOperation.VectorRow"/>.</summary>
    VectorRow,

    /// <summary><see cref="Models.PimOperation.WriteBack"/>.</summary>
    WriteBack,

    /// <summary><see cref="Models.PimOperation.ReadOut"/>.</summary>
    ReadOut,

    /// <summary><see cref="Models.PimOperation.Clear"/>.</summary>
    Clear,

    /// <summary><see cref="Models.PimOperation.VectorDivide"/>.</summary>
    VectorDivide,

    /// <summary>How the second source of the next instruction steps.</summary>
    SecondStride,
}
