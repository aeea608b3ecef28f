using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Vectorizer.Loading;

/// <summary>Which generation of table vectors an index was loaded with last: numbered objects of the artifact store, of which the last counts.</summary>
internal sealed class LoadedGenerations(IArtifactStore store)
{
    private const int MaxIdBytes = 200;

    /// <returns>Null before the first load.</returns>
    public async Task<string?> FindAsync(string place, CancellationToken cancellationToken)
    {
        if (await FindLastAsync(place, cancellationToken).ConfigureAwait(false) is not { } last)
            return null;
        var stream = await store.OpenAsync(last, ByteRange.All, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new byte[MaxIdBytes];
            return Encoding.ASCII.GetString(bytes, 0, await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false));
        }
    }

    public async Task RecordAsync(string place, string id, CancellationToken cancellationToken)
    {
        var last = await FindLastAsync(place, cancellationToken).ConfigureAwait(false);
        var number = last is { } key ? long.Parse(key.Segments[^1], NumberStyles.None, CultureInfo.InvariantCulture) + 1 : 1;
        using var content = new MemoryStream(Encoding.ASCII.GetBytes(id));
        await store.CreateAsync(ArtifactKey.Parse(string.Create(CultureInfo.InvariantCulture, $"{Folder(place)}{number:D10}")), content, cancellationToken).ConfigureAwait(false);
        if (last is { } older)
            await store.DeleteAsync(older, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ArtifactKey?> FindLastAsync(string place, CancellationToken cancellationToken)
    {
        ArtifactKey? last = null;
        await foreach (var found in store.ListAsync(Folder(place), cancellationToken).ConfigureAwait(false))
            last = found.Key;
        return last;
    }

    /// <summary>An address has characters that a key has not, so its hash stands for it.</summary>
    private static string Folder(string place) => $"loads/vectors/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)).AsSpan(0, 8))}/";
}
