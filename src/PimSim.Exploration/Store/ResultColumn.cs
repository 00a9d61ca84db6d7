namespace PimSim.Exploration;

/// <summary>A column of results.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of its values: <see cref="long"/>, <see cref="double"/> or <see cref="string"/>; all may be absent.</param>
public sealed record ResultColumn(string Name, Type Type);
