using System.Runtime.InteropServices;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>One command of a trace with what travelled over the bus.</summary>
/// <param name="Command">What, where, when.</param>
/// <param name="Payload">
/// Bytes on the data bus in beat order: written or loaded ones, or, where recorded, the ones read. Empty for others.
/// </param>
/// <param name="Slices">What of the payload belongs to result streams; read-outs only, mostly empty.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TracedCommand(TimedCommand Command, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<StreamSlice> Slices);
