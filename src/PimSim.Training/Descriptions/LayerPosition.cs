namespace PimSim.Training;

/// <summary>Where a layer is described; nowhere for one that the program made.</summary>
/// <param name="File">Name of the file, or null.</param>
/// <param name="Line">1-based line, or 0.</param>
/// <param name="Column">1-based column, or 0.</param>
internal sealed record LayerPosition(string? File, int Line, int Column)
{
    public static LayerPosition None { get; } = new(null, 0, 0);
}
