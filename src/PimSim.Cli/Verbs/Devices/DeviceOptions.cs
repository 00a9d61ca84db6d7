namespace PimSim.Cli;

/// <summary>What the device verbs can be told.</summary>
internal sealed class DeviceOptions : VerbOptions
{
    /// <summary>The model or file, or null for the default.</summary>
    public string? Device { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];
}
