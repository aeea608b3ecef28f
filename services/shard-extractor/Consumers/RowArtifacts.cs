using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction;

namespace SpotifyPlatform.ShardExtractor.Consumers;

/// <summary>Puts the row files of shards into the artifact store, where other services read them.</summary>
internal sealed class RowArtifacts(IArtifactStore store, TimeProvider time)
{
    /// <summary>Whoever has heard of replaced rows reads them within that time, or hears of the new ones first.</summary>
    private static readonly TimeSpan Spared = TimeSpan.FromHours(24);

    /// <summary>Named by their content: equal rows are stored once, and rows of another extraction never replace them.</summary>
    public async Task<ArtifactReference> PublishAsync(string shard, string outputFolder, OutputFileEntry output, CancellationToken cancellationToken)
    {
        var key = ArtifactKey.Parse($"{Folder(shard)}{output.Sha256}/{Path.GetFileName(output.Path)}");
        await store.CreateFromFileAsync(key, Path.Combine(outputFolder, output.Path), cancellationToken).ConfigureAwait(false);
        return new ArtifactReference(key, output.Length, output.Sha256);
    }

    /// <summary>Deletes the row files of a shard that were replaced a day ago.</summary>
    /// <param name="announced">Those that stay.</param>
    public async Task PruneAsync(string shard, IReadOnlyCollection<ArtifactKey> announced, CancellationToken cancellationToken)
    {
        var files = new List<ArtifactInfo>();
        await foreach (var file in store.ListAsync(Folder(shard), cancellationToken).ConfigureAwait(false))
            files.Add(file);
        foreach (var same in files.GroupBy(file => file.Key.Segments[^1]))
        {
            // A file was replaced when the next one was made.
            var newestFirst = same.OrderByDescending(file => file.CreatedAt).ToList();
            for (var i = 1; i < newestFirst.Count; i++)
                if (newestFirst[i - 1].CreatedAt < time.GetUtcNow() - Spared && !announced.Contains(newestFirst[i].Key))
                    await store.DeleteAsync(newestFirst[i].Key, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Folder(string shard) => $"analysis/{ShardId.Parse(shard).FileStem}/";
}
