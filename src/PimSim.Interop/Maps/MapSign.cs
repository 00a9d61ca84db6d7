namespace PimSim.Interop;

/// <summary>Sign: at least 0 is +1, below is -1.</summary>
internal sealed record MapSign : MapItem;
