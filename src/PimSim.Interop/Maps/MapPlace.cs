namespace PimSim.Interop;

/// <summary>Where in its file a layer map says something.</summary>
/// <param name="File">The map.</param>
/// <param name="Line">1-based line.</param>
/// <param name="Column">1-based column.</param>
internal readonly record struct MapPlace(string File, int Line, int Column);
