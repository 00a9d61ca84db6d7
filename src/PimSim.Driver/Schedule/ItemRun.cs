namespace PimSim.Driver;

/// <summary>Consecutive results of a domain whose windows have the same signature.</summary>
/// <param name="Signature">Index into the layer's <see cref="WindowOrder.Signatures"/>.</param>
/// <param name="First">First item in the domain's list.</param>
/// <param name="Count">Items.</param>
internal readonly record struct ItemRun(int Signature, int First, int Count);
