using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Vectorizer.Loading;

/// <summary>What each index was loaded with: numbered objects of the artifact store, of which the last counts.</summary>
internal sealed class LoadedGenerations(IArtifactStore store)
{
    private const int MaxBytes = 1 << 16;

    /// <summary>The first line of a record that is not complete; the others are ids.</summary>
    private const string Incomplete = "incomplete";

    /// <exception cref="InvalidDataException">The record is too long.</exception>
    public async Task<LoadRecord> FindAsync(string indexName, CancellationToken cancellationToken)
    {
        if (await FindLastAsync(indexName, cancellationToken).ConfigureAwait(false) is not { } last)
            return LoadRecord.None;
        var stream = await store.OpenAsync(last, ByteRange.All, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new byte[MaxBytes + 1];
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (length > MaxBytes)
                throw new InvalidDataException($"'{last}' of the artifact store has more than {MaxBytes} bytes. Delete it and the collection of {indexName}, and run 'platform reindex'.");
            var lines = Encoding.ASCII.GetString(bytes, 0, length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines is [Incomplete, .. var ids] ? new LoadRecord(ids, false) : new LoadRecord(lines, true);
        }
    }

    /// <exception cref="IOException">Another process recorded a load meanwhile.</exception>
    public async Task RecordAsync(string indexName, LoadRecord record, CancellationToken cancellationToken)
    {
        var last = await FindLastAsync(indexName, cancellationToken).ConfigureAwait(false);
        var number = last is { } found ? long.Parse(found.Segments[^1], NumberStyles.None, CultureInfo.InvariantCulture) + 1 : 1;
        var key = ArtifactKey.Parse(string.Create(CultureInfo.InvariantCulture, $"{Folder(indexName)}{number:D10}"));
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(string.Join('\n', record.IsComplete ? record.Generations : [Incomplete, .. record.Generations])));
        if (!await store.CreateAsync(key, content, cancellationToken).ConfigureAwait(false))
            throw new IOException($"Another process loads {indexName}: it has created '{key}'. Load again.");
        if (last is { } older)
            await store.DeleteAsync(older, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ArtifactKey?> FindLastAsync(string indexName, CancellationToken cancellationToken)
    {
        ArtifactKey? last = null;
        await foreach (var found in store.ListAsync(Folder(indexName), cancellationToken).ConfigureAwait(false))
            last = found.Key;
        return last;
    }

    /// <summary>An address has characters that a key has not, so its hash stands for it.</summary>
    private static string Folder(string indexName) =>
        $"loads/vectors/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(indexName)).AsSpan(0, 8))}/";
}
