namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>A store to count an import in.</summary>
internal sealed class PreviewStore(IImportStore store, Action release) : IDisposable
{
    public IImportStore Store => store;

    public void Dispose() => release();
}
