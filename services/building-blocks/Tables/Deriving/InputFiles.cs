using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables.Deriving;

/// <summary>
/// The announced files that tables are made of, kept in the artifact store, so that every instance sees the same ones in whatever order the
/// announcements came. A slot's newest file counts; older ones are forgotten.
/// </summary>
public sealed class InputFiles(IArtifactStore store)
{
    internal const string Root = "inputs/";

    private readonly GenerationFiles files = new(store);

    /// <summary>Remembers a file; an older one than is known changes nothing.</summary>
    public async Task RecordAsync(InputFile file, CancellationToken cancellationToken)
    {
        var slot = SlotFolder(file.Kind, file.DataSet, file.Slot);
        var own = ArtifactKey.Parse(string.Create(CultureInfo.InvariantCulture, $"{slot}{file.Revision:D19}"));
        await files.FindOrDeleteAsync<InputFileEntry>(own, cancellationToken).ConfigureAwait(false);
        await files.CreateAsync(own, EntryOf(file), cancellationToken).ConfigureAwait(false);
        ArtifactKey? newest = null;
        await foreach (var key in files.ListKeysAsync(slot, cancellationToken).ConfigureAwait(false))
        {
            if (newest is { } older)
                await store.DeleteAsync(older, cancellationToken).ConfigureAwait(false);
            newest = key;
        }
    }

    /// <summary>Forgets what is older than a revision, for kinds of which only withdrawals are remembered.</summary>
    public async Task ForgetAsync(string kind, string dataSet, string slot, long revision, CancellationToken cancellationToken)
    {
        await foreach (var key in files.ListKeysAsync(SlotFolder(kind, dataSet, slot), cancellationToken).ConfigureAwait(false))
            if (long.Parse(key.Segments[^1], CultureInfo.InvariantCulture) < revision)
                await store.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The newest file of a kind, over all data sets; null before one is announced, and where it was withdrawn.</summary>
    public async Task<InputFile?> FindAsync(string kind, CancellationToken cancellationToken) =>
        (await ListAsync(kind, cancellationToken).ConfigureAwait(false)).MaxBy(file => (file.Revision, file.File.Sha256));

    /// <summary>The newest file of each slot of a kind, without those that were withdrawn.</summary>
    public async Task<IReadOnlyList<InputFile>> ListAsync(string kind, CancellationToken cancellationToken) =>
        [.. (await ListRecordsAsync(kind, cancellationToken).ConfigureAwait(false)).Where(file => !file.IsWithdrawn)];

    /// <summary>The newest announcement or withdrawal of each slot of a kind.</summary>
    public async Task<IReadOnlyList<InputFile>> ListRecordsAsync(string kind, CancellationToken cancellationToken)
    {
        var newest = new SortedDictionary<string, ArtifactKey>(StringComparer.Ordinal);
        await foreach (var key in files.ListKeysAsync($"{Root}{kind}/", cancellationToken).ConfigureAwait(false))
            newest[key.Segments[^2]] = key;
        var found = new List<InputFile>();
        foreach (var key in newest.Values)
        {
            // A newer one has taken its place since it was listed.
            if (await files.FindAsync<InputFileEntry>(key, cancellationToken).ConfigureAwait(false) is not { } entry)
                return await ListRecordsAsync(kind, cancellationToken).ConfigureAwait(false);
            found.Add(FileOf(entry));
        }

        return found;
    }

    /// <summary>Names of data sets and slots may have characters that a key has not, so their hash stands for them.</summary>
    private static string SlotFolder(string kind, string dataSet, string slot) =>
        $"{Root}{kind}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{dataSet}\n{slot}")).AsSpan(0, 8))}/";

    private static InputFileEntry EntryOf(InputFile file) => new(
        file.Kind, file.Name, file.DataSet, file.Slot, file.Revision, file.File.Key.ToString(), file.File.Length, file.File.Sha256, file.IsWithdrawn);

    private static InputFile FileOf(InputFileEntry entry) => new(
        entry.Kind, entry.Name, entry.DataSet, entry.Slot, entry.Revision, new ArtifactReference(ArtifactKey.Parse(entry.Key), entry.Length, entry.Sha256))
    {
        IsWithdrawn = entry.Withdrawn,
    };
}
