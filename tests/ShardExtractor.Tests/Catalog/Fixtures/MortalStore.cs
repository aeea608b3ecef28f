using SpotifyPlatform.Contracts.Catalog.V1;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>A store whose writes may be the last thing a process does.</summary>
internal sealed class MortalStore<TStore>(TStore store, Steps steps) : ICheckpointStore, ICatalogLedger
    where TStore : ICheckpointStore, ICatalogLedger
{
    public StreamCheckpoint? Find(string fileSha256, CatalogContent content) => store.Find(fileSha256, content);

    public Task SaveAsync(StreamCheckpoint checkpoint, CancellationToken cancellationToken) =>
        steps.TakeAsync(() => store.SaveAsync(checkpoint, cancellationToken));

    public ReadyFile? FindReady(CatalogContent content) => store.FindReady(content);

    public Task SaveReadyAsync(CatalogContent content, ReadyFile file, CancellationToken cancellationToken) =>
        steps.TakeAsync(() => store.SaveReadyAsync(content, file, cancellationToken));

    public IReadOnlyList<CatalogFile> ListWaiting() => store.ListWaiting();

    public Task AddWaitingAsync(CatalogFile file, CancellationToken cancellationToken) =>
        steps.TakeAsync(() => store.AddWaitingAsync(file, cancellationToken));

    public Task RemoveWaitingAsync(CatalogFile file, CancellationToken cancellationToken) =>
        steps.TakeAsync(() => store.RemoveWaitingAsync(file, cancellationToken));
}
