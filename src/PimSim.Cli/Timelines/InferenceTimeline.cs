using PimSim.Device;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Draws an inference as it is run: what <see cref="Timeline"/> draws, and layers and phases above it. Bounded by channel, so that all of them are seen.</summary>
internal sealed class InferenceTimeline : IDisposable
{
    private readonly Timeline timeline;
    private readonly TimelineLayers layers;
    private readonly ProgramFollower follower;
    private readonly long maximum;
    private readonly long[] counts;
    private readonly bool[] cut;
    private CancellationTokenSource? enough;
    private int wanting;

    /// <summary>Begins a timeline.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="model">The device.</param>
    /// <param name="layerNames">Layers by number.</param>
    /// <param name="follower">Tells them.</param>
    /// <param name="maximum">Commands to take from each channel.</param>
    public InferenceTimeline(Stream stream, DeviceModel model, IReadOnlyList<string> layerNames, ProgramFollower follower, long maximum)
    {
        this.follower = follower;
        this.maximum = maximum;
        timeline = new Timeline(stream, model, long.MaxValue, withUnits: true);
        layers = timeline.Layers(layerNames);
        counts = new long[model.Organization.Channels];
        cut = new bool[counts.Length];
    }

    /// <summary>Commands drawn.</summary>
    public long Commands => timeline.Commands;

    /// <summary>True when a channel had more commands than it takes.</summary>
    public bool IsCut => cut.Contains(true);

    /// <summary>From here on so many channels are run; when none of them has room left <paramref name="source"/> is cancelled.</summary>
    public void Expect(int channels, CancellationTokenSource source) => (wanting, enough) = (channels, source);

    /// <summary>Draws a command.</summary>
    public void OnCommand(int domain, in TimedCommand command)
    {
        if (counts[command.Channel] == maximum)
        {
            Cut(command.Channel);
            return;
        }

        counts[command.Channel]++;
        int layer = follower.Follow(domain, command);
        layers.OnCommand(domain, layer == ProgramFollower.None ? null : layer, command);
        timeline.OnCommand(command);
    }

    /// <summary>A domain goes on after it has waited for others or the host.</summary>
    public void OnBarrier(int domain)
    {
        follower.PassBarrier(domain);
        layers.OnBarrier(domain);
    }

    /// <summary>Ends what is still open at <paramref name="cycle"/>, the end of the run, or where it was cut.</summary>
    public void Complete(long cycle)
    {
        layers.Complete();
        timeline.Complete(IsCut ? 0 : cycle);
    }

    /// <inheritdoc/>
    public void Dispose() => timeline.Dispose();

    private void Cut(int channel)
    {
        if (!cut[channel])
        {
            cut[channel] = true;
            if (--wanting == 0)
            {
                enough?.Cancel();
            }
        }
    }
}
