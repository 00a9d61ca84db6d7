using System.Runtime.InteropServices;

namespace PimSim.Models;

/// <summary>One plain memory access as a host asks for it: a line of a request trace.</summary>
/// <param name="Cycle">First cycle of the device's clock at which it may enter the controller.</param>
/// <param name="Address">Byte address; the model's address mapping says where it lies (wrapped at the device's capacity).</param>
/// <param name="IsWrite">True: write; false: read. One access moves one burst.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Request(long Cycle, ulong Address, bool IsWrite);
