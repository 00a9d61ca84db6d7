namespace PimSim.Cluster;

/// <summary>A point, by its key: sees to it that one worker at a time evaluates it. It lives where the worker is that was given the point.</summary>
[Alias("pimsim.IPoint")]
internal interface IPointGrain : IGrainWithStringKey
{
    /// <summary>Starts the work outside Orleans' scheduler and returns at once.</summary>
    /// <param name="sweep">For which sweep.</param>
    /// <param name="json">The description.</param>
    /// <param name="silo">The worker that asks; only that one evaluates it.</param>
    [Alias("Start")]
    Task<PointStart> StartAsync(string sweep, string json, string silo);

    /// <summary>The work has ended, one way or another.</summary>
    [Alias("End")]
    Task EndAsync();
}
