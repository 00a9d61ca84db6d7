using PimSim.Models;

namespace PimSim.Device;

/// <summary>A request with its place.</summary>
/// <param name="Cycle">First cycle at which it may enter.</param>
/// <param name="Place">Where it lies.</param>
/// <param name="IsWrite">True: write.</param>
internal readonly record struct PlacedRequest(long Cycle, RequestPlace Place, bool IsWrite);
