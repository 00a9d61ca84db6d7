namespace PimSim.Interop;

/// <summary>What a stored weight means.</summary>
internal enum SignConvention
{
    /// <summary>Bits, or numbers 0 and 1: 1 is +1, 0 is -1 (BNN-PYNQ).</summary>
    OneIsPlus,

    /// <summary>Bits, or numbers 0 and 1: 1 is -1, 0 is +1 (Larq compute engine).</summary>
    OneIsMinus,

    /// <summary>Numbers: at least 0 is +1, below is -1 (QONNX, Larq).</summary>
    NonNegativeIsPlus,

    /// <summary>Numbers: above 0 is +1, else -1.</summary>
    PositiveIsPlus,

    /// <summary>Numbers whose sign counts and that may not be 0 (torch.sign gives 0 there).</summary>
    NonZero,

    /// <summary>Not binary: real weights.</summary>
    Real,
}
