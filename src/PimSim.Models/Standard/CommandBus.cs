namespace PimSim.Models;

/// <summary>A command bus: one command at a time within one instance of <see cref="Level"/>.</summary>
/// <param name="Name">For example <c>command</c>, <c>row</c>, <c>column</c>.</param>
/// <param name="Level">Whose instances have a bus each (HBM2: Channel, so that pseudo-channels share it).</param>
public sealed record CommandBus(string Name, LevelKind Level);
