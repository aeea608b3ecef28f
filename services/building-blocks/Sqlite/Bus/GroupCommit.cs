using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.Sqlite.Bus;

/// <summary>
/// Lets concurrent writers share one transaction, and so one sync of the disk: the first to get the turn writes for all who
/// wait. A call ends when its own work is durable.
/// </summary>
internal sealed class GroupCommit(SqliteDatabase database) : IDisposable
{
    private readonly ConcurrentQueue<Request> waiting = new();
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Runs work; cancelled while it waits its turn, it may be done all the same.</summary>
    /// <param name="committed">Runs once the work is durable, whether or not the caller still waits.</param>
    public async Task RunAsync(Action<SqliteConnection> work, CancellationToken cancellationToken, Action? committed = null)
    {
        var request = new Request(work, committed);
        waiting.Enqueue(request);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!request.Ended)
                await CommitWaitingAsync().ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }

        request.Failure?.Throw();
    }

    public void Dispose() => turn.Dispose();

    private async Task CommitWaitingAsync()
    {
        var batch = new List<Request>();
        while (waiting.TryDequeue(out var request))
            batch.Add(request);
        ExceptionDispatchInfo? failure = null;
        try
        {
            // Not cancellable: the work of others is in the batch.
            await database.WriteAsync(connection => batch.ForEach(request => request.Work(connection)), CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Each of the batch's callers gets it.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            failure = ExceptionDispatchInfo.Capture(ex);
        }

        foreach (var request in batch)
            request.End(failure);
    }

    private sealed class Request(Action<SqliteConnection> work, Action? committed)
    {
        public Action<SqliteConnection> Work { get; } = work;

        public bool Ended { get; private set; }

        public ExceptionDispatchInfo? Failure { get; private set; }

        public void End(ExceptionDispatchInfo? failure)
        {
            if (failure is null)
                committed?.Invoke();
            (Ended, Failure) = (true, failure);
        }
    }
}
