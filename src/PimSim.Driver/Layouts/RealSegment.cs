namespace PimSim.Driver;

/// <summary>Consecutive patch elements in consecutive column accesses of one bank.</summary>
/// <param name="FirstElement">First patch element.</param>
/// <param name="Length">Elements.</param>
/// <param name="Place">Where the first one lies.</param>
internal readonly record struct RealSegment(int FirstElement, int Length, ColumnPlace Place);
