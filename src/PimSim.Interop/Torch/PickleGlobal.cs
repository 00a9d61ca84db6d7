namespace PimSim.Interop;

/// <summary>A name that a pickle refers to. It stands for itself: nothing is looked up or called.</summary>
/// <param name="Name">Module and name, joined by a dot.</param>
internal sealed record PickleGlobal(string Name);
