using Microsoft.Extensions.Logging;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Files;
using SpotifyPlatform.Tables.Reading;

namespace SpotifyPlatform.Tables;

/// <summary>
/// The current generation of a table, for readers: opened at the first read, switched when the pointer has moved. A generation is closed
/// when the last of its reads has ended, so that a switch fails none.
/// </summary>
public sealed class CurrentTable(TableStore store, string name, TimeProvider time, ILogger<CurrentTable> logger) : IDisposable
{
    /// <summary>How old the last look at the pointer may be before a read looks again.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    private readonly string readTag = TableSpans.ReadPrefix + name;
    private readonly SemaphoreSlim turn = new(1, 1);
    private volatile RefCounted<Table>? current;
    private long lookedAt = long.MinValue;

    /// <summary>Reads the current generation.</summary>
    /// <param name="read">Gets the table, which is open during the call alone; null where none was ever published.</param>
    /// <exception cref="InvalidDataException">Pointer, manifest or a part is damaged.</exception>
    public ValueTask<T> ReadAsync<T>(Func<Table?, T> read, CancellationToken cancellationToken) =>
        ReadAsync(read, static (table, read) => read(table), cancellationToken);

    /// <summary>Reads the current generation without an allocation of its own.</summary>
    /// <param name="state">Passed on to <paramref name="read"/>.</param>
    /// <inheritdoc cref="ReadAsync{T}(Func{Table, T}, CancellationToken)"/>
    public ValueTask<T> ReadAsync<TState, T>(TState state, Func<Table?, TState, T> read, CancellationToken cancellationToken) =>
        IsLookDue ? LookAndReadAsync(state, read, cancellationToken) : new ValueTask<T>(Read(state, read));

    /// <summary>Looks at the pointer, and switches if it has moved. Where nothing is open, the next read looks, and hears what is wrong.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => LookAsync(onlyIfDue: false, cancellationToken);

    public void Dispose()
    {
        Interlocked.Exchange(ref current, null)?.Release();
        turn.Dispose();
    }

    private async ValueTask<T> LookAndReadAsync<TState, T>(TState state, Func<Table?, TState, T> read, CancellationToken cancellationToken)
    {
        await LookAsync(onlyIfDue: true, cancellationToken).ConfigureAwait(false);
        return Read(state, read);
    }

    private T Read<TState, T>(TState state, Func<Table?, TState, T> read)
    {
        while (current is { } generation)
        {
            // It was switched and closed since it was taken.
            if (!generation.TryAcquire())
                continue;
            try
            {
                TableSpans.SetRead(readTag, generation.Value);
                return read(generation.Value, state);
            }
            finally
            {
                generation.Release();
            }
        }

        return read(null, state);
    }

    private bool IsLookDue => Interlocked.Read(ref lookedAt) is var at && (at == long.MinValue || time.GetElapsedTime(at) >= LookInterval);

    private async Task LookAsync(bool onlyIfDue, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (onlyIfDue && !IsLookDue)
                return;
            if (!onlyIfDue && current is null)
            {
                Interlocked.Exchange(ref lookedAt, long.MinValue);
                return;
            }

            await SwitchAsync(cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref lookedAt, time.GetTimestamp());
        }
        catch (Exception ex) when (current is not null && ex is IOException or InvalidDataException or ArtifactChangedException)
        {
            // What is open goes on to answer; the next look is in a minute.
            Log.NotSwitched(logger, name, current!.Value.Manifest.Plan.Id, ex);
            Interlocked.Exchange(ref lookedAt, time.GetTimestamp());
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task SwitchAsync(CancellationToken cancellationToken)
    {
        var wanted = await store.FindCurrentAsync(name, cancellationToken).ConfigureAwait(false);
        while (wanted is not null && wanted.Id != current?.Value.Manifest.Plan.Id)
        {
            try
            {
                var table = await store.OpenAsync(name, wanted.Id, cancellationToken).ConfigureAwait(false);
                table.Published = wanted;
                Interlocked.Exchange(ref current, new RefCounted<Table>(table))?.Release();
                return;
            }
            catch (ArtifactNotFoundException ex)
            {
                // It may have been superseded and pruned since its pointer was read.
                var newest = await store.FindCurrentAsync(name, cancellationToken).ConfigureAwait(false);
                if (newest?.Number == wanted.Number)
                    throw Damage.In(ex.Key.ToString(), $"it is missing, though the current generation of table {name} needs it");
                wanted = newest;
            }
        }
    }
}
