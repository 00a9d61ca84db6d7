namespace PimSim.Models;

/// <summary>A number of a device model with where it comes from, for <c>device show</c>.</summary>
/// <param name="Path">Parameter path as in <c>--set</c>, for example <c>timing.RCD</c>.</param>
/// <param name="Value">The value as text, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit, for example <c>cycles</c>, <c>mA</c>, <c>pJ</c>; empty for counts.</param>
/// <param name="Source">Standard and table, paper, or "estimate" with the reason.</param>
public sealed record ModelNumber(string Path, string Value, string Unit, string Source);
