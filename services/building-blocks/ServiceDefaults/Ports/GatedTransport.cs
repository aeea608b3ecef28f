using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace SpotifyPlatform.ServiceDefaults.Ports;

/// <summary>
/// Accepts a connection only while the sockets that are open, those still closing included, leave file descriptors free. The connection
/// limit alone is not enough: it closes one connection for another, and a burst is accepted faster than sockets close. An accept that
/// fails for want of a descriptor ends Kestrel's listener.
/// </summary>
internal sealed class GatedTransport(SocketTransportFactory inner, IServiceProvider services) : IConnectionListenerFactory
{
    /// <summary>Sockets above the connection limit that may be closing at a time, over all ports.</summary>
    private const int MaxClosing = 64;

    // Created when a port is bound: the options are valid by then, or the start has reported every one that is not.
    private readonly Lazy<ConnectionLimiter> limiter = new(services.GetRequiredService<ConnectionLimiter>);
    private readonly Lock gate = new();
    private TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long open;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(this, await inner.BindAsync(endpoint, cancellationToken).ConfigureAwait(false));

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        while (TryEnter() is { } wait)
            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null when there was room, else what completes when a socket closes.</returns>
    private Task? TryEnter()
    {
        lock (gate)
        {
            if (open >= limiter.Value.Capacity + MaxClosing)
                return closed.Task;
            open++;
            return null;
        }
    }

    private void Leave()
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            open--;
            signal = closed;
            closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signal.SetResult();
    }

    private sealed class Listener(GatedTransport transport, IConnectionListener inner) : IConnectionListener
    {
        private readonly CancellationTokenSource unbound = new();

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            try
            {
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, unbound.Token);
                await transport.EnterAsync(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (unbound.IsCancellationRequested)
            {
                return null; // As the transport answers when it is unbound.
            }

            ConnectionContext? connection = null;
            try
            {
                return connection = await inner.AcceptAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (connection is null)
                    transport.Leave();
                else
                    connection.ConnectionClosed.UnsafeRegister(static state => ((GatedTransport)state!).Leave(), transport);
            }
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await unbound.CancelAsync().ConfigureAwait(false);
            await inner.UnbindAsync(cancellationToken).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            unbound.Dispose();
        }
    }
}
