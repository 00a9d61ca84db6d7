namespace PimSim.Models;

/// <summary>Area of one kind of component over the whole device.</summary>
/// <param name="Name">Key of the <c>area</c> section, for example <c>simd</c>.</param>
/// <param name="EachUm2">Square micrometres of one.</param>
/// <param name="Count">How many the device has: banks of all chips, or processing units.</param>
public sealed record AreaComponent(string Name, double EachUm2, long Count)
{
    /// <summary>Square micrometres of all.</summary>
    public double TotalUm2 => EachUm2 * Count;
}
