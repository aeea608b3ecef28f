using System.Text;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// When dumps were made, by their own account. Kept in the artifact store by the hash of the dump, so that every instance orders the same dumps
/// alike, even when a file is gone.
/// </summary>
internal sealed class DumpTimestamps(IArtifactStore store, DumpSource source, DumpReader reader)
{
    private const string Root = "xref/dump-timestamps/";

    private const int MaxBytes = 1024;

    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>Null for a file that is gone before it was read; empty for one that has no timestamp or cannot be read.</summary>
    public async Task<string?> FindAsync(InputFile dump, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(dump.File.Sha256, out var timestamp))
            return timestamp;
        try
        {
            if (await FindKeptAsync(KeyOf(dump), cancellationToken).ConfigureAwait(false) is { } kept)
                return known[dump.File.Sha256] = kept;
            var header = await source.ReadAsync(dump, file => reader.ReadHeader(file, cancellationToken), cancellationToken).ConfigureAwait(false);
            await KeepAsync(dump, header, cancellationToken).ConfigureAwait(false);
            return header.Timestamp;
        }
        catch (TableRefusedException)
        {
            // Not kept: a changed limit may let it be read.
            return known[dump.File.Sha256] = "";
        }
        catch (Exception ex) when (ex is ArtifactNotFoundException or ArtifactChangedException)
        {
            return null;
        }
    }

    public async Task KeepAsync(InputFile dump, DumpHeader header, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(header.Timestamp));
        await store.CreateAsync(KeyOf(dump), content, cancellationToken).ConfigureAwait(false);
        known[dump.File.Sha256] = header.Timestamp;
    }

    private async Task<string?> FindKeptAsync(ArtifactKey key, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(key, cancellationToken).ConfigureAwait(false) is null)
            return null;
        using var text = new StreamReader(await store.OpenAsync(key, new ByteRange(0, MaxBytes), cancellationToken).ConfigureAwait(false), Encoding.UTF8);
        return await text.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static ArtifactKey KeyOf(InputFile dump) => ArtifactKey.Parse(Root + dump.File.Sha256);
}
