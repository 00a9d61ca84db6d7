using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace PimSim.Cluster.Tests.Security;

/// <summary>The first words on a connection.</summary>
public sealed class ConnectionHandshakeTests
{
    [Fact]
    public async Task Both_sides_with_the_secret_go_on()
    {
        (bool connected, bool accepted) = await MeetAsync(Handshake(ClusterRun.Secret), Handshake(ClusterRun.Secret));
        Assert.True(connected && accepted);
    }

    [Fact]
    public async Task Neither_side_goes_on_with_another_secret()
    {
        (bool connected, bool accepted) = await MeetAsync(Handshake("another secret of some length"), Handshake(ClusterRun.Secret));
        Assert.False(connected || accepted);
    }

    [Fact]
    public async Task Who_says_nothing_or_something_else_is_not_let_in()
    {
        Assert.False(await AcceptAsync([]));
        Assert.False(await AcceptAsync(new byte[4096]));
    }

    private static ConnectionHandshake Handshake(string secret) => new(ClusterKey.Derive(secret, "pimsim"), TimeSpan.FromSeconds(0.5), NullLogger<ConnectionHandshake>.Instance);

    private static async Task<(bool Connected, bool Accepted)> MeetAsync(ConnectionHandshake connecting, ConnectionHandshake accepting)
    {
        bool connected = false, accepted = false;
        Pipe to = new(), back = new();
        DefaultConnectionContext near = new("near", new Duplex(back.Reader, to.Writer), new Duplex(to.Reader, back.Writer));
        DefaultConnectionContext far = new("far", new Duplex(to.Reader, back.Writer), new Duplex(back.Reader, to.Writer));
        await Task.WhenAll(
            connecting.Connect(_ =>
            {
                connected = true;
                return Task.CompletedTask;
            })(near),
            accepting.Accept(_ =>
            {
                accepted = true;
                return Task.CompletedTask;
            })(far));
        return (connected, accepted);
    }

    private static async Task<bool> AcceptAsync(byte[] words)
    {
        bool accepted = false;
        Pipe to = new(), back = new();
        DefaultConnectionContext far = new("far", new Duplex(to.Reader, back.Writer), new Duplex(back.Reader, to.Writer));
        await to.Writer.WriteAsync(words, TestContext.Current.CancellationToken);
        await Handshake(ClusterRun.Secret).Accept(_ =>
        {
            accepted = true;
            return Task.CompletedTask;
        })(far);
        return accepted;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
