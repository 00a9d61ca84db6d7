namespace PimSim.Exploration;

/// <summary>What a layer of a point took.</summary>
/// <param name="Name">Name.</param>
/// <param name="Where"><c>xnor</c>, <c>simd</c> or <c>host</c>.</param>
/// <param name="Cycles">Cycles of the slowest domain.</param>
/// <param name="EnergyPj">Energy, or null.</param>
/// <param name="BitMacs">Binary multiply-accumulates.</param>
/// <param name="RealMacs">Real multiply-accumulates.</param>
/// <param name="PeakCycles">Cycles at full use of all units.</param>
/// <param name="ColumnReads">Column accesses that fed units.</param>
/// <param name="BusBytes">Bytes over the data buses.</param>
public sealed record PointLayer(string Name, string Where, long Cycles, double? EnergyPj, long BitMacs, long RealMacs, long PeakCycles, long ColumnReads, long BusBytes);
