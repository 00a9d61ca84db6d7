using System.Runtime.InteropServices;

namespace PimSim.Traces;

/// <summary>That a command takes part in a row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Role">What it does as a preceding command; no meaning for a following one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowUse(CompiledRow Row, RowRole Role);
