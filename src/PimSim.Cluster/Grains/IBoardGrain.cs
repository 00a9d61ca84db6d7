namespace PimSim.Cluster;

/// <summary>The list of sweeps that have points left, where workers look for work. There is one.</summary>
[Alias("pimsim.IBoard")]
internal interface IBoardGrain : IGrainWithIntegerKey
{
    /// <summary>Puts a sweep on the list for some seconds.</summary>
    [Alias("Announce")]
    Task AnnounceAsync(string sweep);

    /// <summary>The sweeps on the list.</summary>
    [Alias("Sweeps")]
    Task<string[]> SweepsAsync();
}
