namespace PimSim.Device;

/// <summary>A row of a domain.</summary>
/// <param name="Bank">Bank within the domain.</param>
/// <param name="Row">Row.</param>
public readonly record struct RowAddress(int Bank, int Row);
