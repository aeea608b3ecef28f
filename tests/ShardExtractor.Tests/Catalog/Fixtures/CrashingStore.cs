namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>A store whose writes may crash the process.</summary>
internal sealed class CrashingStore<TStore>(TStore store, CrashPoint crash) : ICheckpointStore, ICatalogLedger
    where TStore : ICheckpointStore, ICatalogLedger
{
    public StreamCheckpoint? Find(string fileSha256, CatalogContent content) => store.Find(fileSha256, content);

    public Task SaveAsync(StreamCheckpoint checkpoint, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => store.SaveAsync(checkpoint, cancellationToken));

    public ReadyFile? FindReady(CatalogContent content) => store.FindReady(content);

    public Task SaveReadyAsync(CatalogContent content, ReadyFile file, CancellationToken cancellationToken) =>
        crash.AroundAsync(() => store.SaveReadyAsync(content, file, cancellationToken));
}
