namespace PimSim.Driver;

/// <summary>Windows that go through the units together.</summary>
/// <param name="FirstItem">First item in the domain's list.</param>
/// <param name="Windows">Windows.</param>
/// <param name="Slot">Place of its results in the output buffer, counted in full batches.</param>
internal readonly record struct Batch(int FirstItem, int Windows, int Slot);
