using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>
/// Imports scrobbles as rows of their own source. They do not count where Spotify's extended history covers their time, because
/// services often took them from Spotify.
/// </summary>
internal sealed class ScrobbleImports(IImportStores stores, IEnumerable<IListeningChanges> changes, TimeProvider clock)
{
    private const int BatchRows = 8192;

    /// <returns>Counts as any import has them, and the wrong rows.</returns>
    /// <exception cref="Exports.ExportRefusedException">The file cannot be read.</exception>
    public async Task<(ImportCounts Counts, long? ImportId, ScrobbleFile File)> ImportAsync(
        AccountName account, string path, ScrobbleFormat format, bool preview, CancellationToken cancellationToken)
    {
        var file = ScrobbleReader.Read(path, format, clock, cancellationToken);
        var plays = ScrobblePlays.Create(file.Scrobbles);
        using var previewed = preview ? stores.OpenForPreview(account) : null;
        var store = previewed?.Store ?? stores.OpenForImport(account);
        ImportCounts? counts = null;
        long? id = null;
        await store.ImportAsync(
            session =>
            {
                for (var start = 0; start < plays.Length; start += BatchRows)
                    session.Add(plays.AsSpan(start, Math.Min(BatchRows, plays.Length - start)));
                var isNew = session.EndFile(new ImportedFile(file.Name, file.Name, false, Hash(plays), plays.Length, file.Invalid.Count));
                counts = session.Count();
                id = !preview && isNew && plays.Length > 0 ? session.Record(counts) : null;
                return id is not null;
            },
            cancellationToken).ConfigureAwait(false);
        if (id is not null)
        {
            foreach (var change in changes)
                await change.ChangedAsync(store, cancellationToken).ConfigureAwait(false);
        }

        return (counts!, id, file);
    }

    /// <summary>Hashes the listens, not the file: the same listens in another file are recognised.</summary>
    private static byte[] Hash(ParsedPlay[] plays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var play in plays)
            hash.AppendData(Encoding.UTF8.GetBytes($"{play.Ts}\t{play.MsPlayed}\t{play.Title.ItemKey}\t{play.Title.Album}\n"));
        return hash.GetHashAndReset();
    }
}
