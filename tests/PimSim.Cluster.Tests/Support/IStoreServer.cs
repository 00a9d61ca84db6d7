namespace PimSim.Cluster.Tests;

/// <summary>A store's server, started for a test.</summary>
internal interface IStoreServer : IAsyncDisposable
{
    /// <summary>Its address, as <c>--cluster</c> takes it.</summary>
    string Address { get; }

    /// <summary>What processes need in their environment to use it.</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Ends it as its service would, and starts it again.</summary>
    Task RestartAsync();

    /// <summary>Ends it in the middle of what it does, and starts it again.</summary>
    Task CrashAsync();

    /// <summary>Attempts at points, of all sweeps, by point.</summary>
    Task<IReadOnlyDictionary<string, int>> AttemptsAsync();
}
