using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Where the columns of a page lie, in every bank that feeds a unit.</summary>
/// <param name="Place">First column.</param>
/// <param name="Columns">Columns of one variant.</param>
/// <param name="Steps">How the place steps with loops around the page: rows or columns.</param>
internal sealed record PagePlace(ColumnPlace Place, int Columns, OperandStride[] Steps);
