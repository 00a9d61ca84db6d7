using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// Channels of an inference that can be run by themselves, command by command, for somebody who watches: their cycles are
/// those of the whole run.
/// </summary>
public sealed class InferencePart
{
    private readonly ProgramRunner runner;
    private readonly PimProgram[] programs;
    private readonly int[] teams;

    internal InferencePart(ProgramRunner runner, PimProgram[] programs, int[] teams, Range channels, int domainsPerChannel)
    {
        this.runner = runner;
        this.teams = teams;
        (int first, int count) = channels.GetOffsetAndLength(programs.Length / domainsPerChannel);
        FirstChannel = first;
        Channels = count;
        FirstDomain = first * domainsPerChannel;
        Domains = count * domainsPerChannel;
        var empty = new PimProgram[programs.Length];
        Array.Fill(empty, new ProgramBuilder(programs[0].Layers).Build());
        this.programs = [.. programs.Select((p, d) => IsPart(d) ? p : empty[d])];
    }

    /// <summary>The first of its channels.</summary>
    public int FirstChannel { get; }

    /// <summary>How many channels it has, one after another.</summary>
    public int Channels { get; }

    internal int FirstDomain { get; }

    internal int Domains { get; }

    /// <summary>Runs every command; <paramref name="observer"/> sees those of these channels.</summary>
    /// <exception cref="OperationCanceledException">Watched enough.</exception>
    public ProgramRun Run<TObserver>(TObserver observer, CancellationToken cancellation)
        where TObserver : struct, ICommandObserver =>
        runner.Run(programs, teams, new PartObserver<TObserver>(observer, this), cancellation);

    internal bool IsPart(int domain) => domain >= FirstDomain && domain < FirstDomain + Domains;
}
