namespace PimSim.Exploration;

/// <summary>Values that were accepted for a case, and why.</summary>
/// <param name="Case">Name of the case.</param>
/// <param name="Reason">Why, as said when they were accepted.</param>
/// <param name="Values">The values.</param>
/// <param name="Earlier">Reasons of the values before them, the last one first.</param>
public sealed record AcceptedCase(string Case, string Reason, CaseMeasurement Values, IReadOnlyList<string> Earlier);
