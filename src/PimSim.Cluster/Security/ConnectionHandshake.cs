using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace PimSim.Cluster;

/// <summary>
/// First words on every connection, before any message: both sides show that they know the secret.
/// <code>
/// connecting side: nonce, 32 bytes
/// accepting side:  nonce, 32 bytes | HMAC of "accept" and both nonces
/// connecting side: HMAC of "connect" and both nonces
/// </code>
/// </summary>
internal sealed partial class ConnectionHandshake(ClusterKey key, TimeSpan limit, ILogger<ConnectionHandshake> log)
{
    private const int NonceBytes = 32;

    /// <summary>Middleware of the side that connects.</summary>
    public ConnectionDelegate Connect(ConnectionDelegate next) => context => RunAsync(context, next, ConnectAsync);

    /// <summary>Middleware of the side that accepts.</summary>
    public ConnectionDelegate Accept(ConnectionDelegate next) => context => RunAsync(context, next, AcceptAsync);

    private async Task RunAsync(ConnectionContext context, ConnectionDelegate next, Func<IDuplexPipe, CancellationToken, Task<bool>> exchange)
    {
        bool known = false;
        try
        {
            using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(context.ConnectionClosed);
            late.CancelAfter(limit);
            known = await exchange(context.Transport, late.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException)
        {
            Unfinished(log, context.RemoteEndPoint?.ToString() ?? "?", e.Message);
        }

        if (!known)
        {
            Refused(log, context.RemoteEndPoint?.ToString() ?? "?");
            context.Abort();
            return;
        }

        await next(context);
    }

    private async Task<bool> ConnectAsync(IDuplexPipe pipe, CancellationToken cancellation)
    {
        byte[] mine = RandomNumberGenerator.GetBytes(NonceBytes);
        await pipe.Output.WriteAsync(mine, cancellation);
        byte[] answer = await ReadAsync(pipe.Input, NonceBytes + ClusterKey.SignatureBytes, cancellation);
        byte[] theirs = answer[..NonceBytes];
        if (!key.Verifies(answer.AsSpan(NonceBytes), "accept", mine, theirs))
        {
            return false;
        }

        await pipe.Output.WriteAsync(key.Sign("connect", mine, theirs), cancellation);
        return true;
    }

    private async Task<bool> AcceptAsync(IDuplexPipe pipe, CancellationToken cancellation)
    {
        byte[] theirs = await ReadAsync(pipe.Input, NonceBytes, cancellation);
        byte[] mine = RandomNumberGenerator.GetBytes(NonceBytes);
        await pipe.Output.WriteAsync((byte[])[.. mine, .. key.Sign("accept", theirs, mine)], cancellation);
        return key.Verifies(await ReadAsync(pipe.Input, ClusterKey.SignatureBytes, cancellation), "connect", theirs, mine);
    }

    private static async Task<byte[]> ReadAsync(PipeReader input, int count, CancellationToken cancellation)
    {
        ReadResult read = await input.ReadAtLeastAsync(count, cancellation);
        if (read.Buffer.Length < count)
        {
            throw new IOException("the connection was closed");
        }

        ReadOnlySequence<byte> part = read.Buffer.Slice(0, count);
        byte[] bytes = part.ToArray();
        input.AdvanceTo(part.End);
        return bytes;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Refused {Peer}: it did not show that it knows the cluster's secret")]
    private static partial void Refused(ILogger logger, string peer);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The handshake with {Peer} did not finish: {Reason}")]
    private static partial void Unfinished(ILogger logger, string peer, string reason);
}
