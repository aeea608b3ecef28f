using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace SpotifyPlatform.ServiceDefaults.Ports;

/// <summary>
/// One connection limit over all ports; Kestrel's own limit counts each port by itself. At the limit the connection that has been idle
/// longest is closed for the new one, so that idle connections cannot lock out health probes. When none is idle, the new one is refused.
/// </summary>
internal sealed class ConnectionLimiter(long capacity)
{
    private static readonly object ItemKey = new();

    private readonly Lock gate = new();
    private readonly LinkedList<Lease> idle = new();
    private long open;

    /// <summary>Connections at a time, over all ports.</summary>
    public long Capacity => capacity;

    /// <summary>Connection middleware for each port.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (TryOpen(connection) is not { } lease)
        {
            connection.Abort();
            return;
        }

        try
        {
            connection.Items[ItemKey] = lease;
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Close(lease);
        }
    }

    /// <summary>HTTP middleware: a connection with a request in flight is not idle. It does not wait for the request, which would cost each some microseconds.</summary>
    public Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(ItemKey, out var item) == true && item is Lease lease)
        {
            Begin(lease);
            context.Response.OnCompleted(EndAsync, lease);
        }

        return next(context);
    }

    private Lease? TryOpen(ConnectionContext connection)
    {
        Lease? evicted = null;
        var lease = new Lease(connection);
        lock (gate)
        {
            if (open >= capacity)
            {
                evicted = idle.First?.Value;
                if (evicted is null)
                    return null;
                idle.RemoveFirst();
                evicted.Evicted = true; // Its place is passed on, so open stays as it is.
            }
            else
            {
                open++;
            }

            idle.AddLast(lease.Node);
        }

        evicted?.Connection.Abort(new ConnectionAbortedException("The connection limit was reached and this connection was idle."));
        return lease;
    }

    private void Close(Lease lease)
    {
        lock (gate)
        {
            lease.Node.List?.Remove(lease.Node);
            if (!lease.Evicted)
                open--;
        }
    }

    private void Begin(Lease lease)
    {
        lock (gate)
            if (lease.Requests++ == 0)
                lease.Node.List?.Remove(lease.Node);
    }

    private Task EndAsync(object state)
    {
        var lease = (Lease)state;
        lock (gate)
            if (--lease.Requests == 0 && !lease.Evicted)
                idle.AddLast(lease.Node);
        return Task.CompletedTask;
    }

    private sealed class Lease
    {
        public Lease(ConnectionContext connection) => (Connection, Node) = (connection, new LinkedListNode<Lease>(this));

        public ConnectionContext Connection { get; }

        /// <summary>In the list of idle connections, oldest first, while no request is in flight.</summary>
        public LinkedListNode<Lease> Node { get; }

        public int Requests { get; set; }

        public bool Evicted { get; set; }
    }
}
