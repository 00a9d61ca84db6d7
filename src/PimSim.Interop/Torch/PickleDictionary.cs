namespace PimSim.Interop;

/// <summary>A dictionary of a pickle, in the order of the file; keys are texts or integers and may repeat.</summary>
internal sealed class PickleDictionary
{
    /// <summary>Keys and values.</summary>
    public List<KeyValuePair<object, object?>> Entries { get; } = [];
}
