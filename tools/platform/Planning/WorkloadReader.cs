using Microsoft.Data.Sqlite;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.Platform.Inspection;
using SpotifyPlatform.Sqlite;
using ZstdSharp;

namespace SpotifyPlatform.Platform.Planning;

/// <summary>
/// Reads the size of a data set from its folder without a scan: rows are estimated from pages of the databases' B-trees; those of compressed databases from
/// their length, as in the data set of July 2025; lines of shards from the beginning of some.
/// </summary>
internal sealed class WorkloadReader(string folder)
{
    private const int SampledPlaylists = 2_000;
    private const int SampledShards = 3;
    private const int SampledShardBytes = 16 << 20;
    private const long MostDecompressed = 1L << 30;

    /// <summary>Compressed bytes of the files of July 2025.</summary>
    private const double CatalogZst = 36_653_110_502;
    private const double FeaturesZst = 17_730_266_497;
    private const double PlaylistsZst = 28_516_849_292;
    private static readonly Workload Known = Workload.July2025;

    /// <exception cref="CommandException">The folder has no file of a known kind.</exception>
    public Workload Read()
    {
        var listing = new FolderSource(folder).List();
        if (listing.Files.Count == 0)
            throw new CommandException(listing.ExplainNothingFound(folder));
        var of = listing.Files.ToLookup(file => file.Kind);
        var (catalog, features, playlists) = (of[ContentKind.Catalog].FirstOrDefault(), of[ContentKind.AudioFeatures].FirstOrDefault(), of[ContentKind.Playlists].FirstOrDefault());
        long Rows(FoundFile? file, double zst, long rows, params string[] tables) => file is null ? 0 : IsPlain(file) ? Count(file.Path, tables) : (long)(file.Length / zst * rows);
        long Whole(FoundFile? file, double zst, double whole) => file is null || IsPlain(file) ? 0 : (long)(file.Length / zst * whole);
        long[] decompressed = [Whole(catalog, CatalogZst, 125.4e9), Whole(features, FeaturesZst, 41.5e9), Whole(playlists, PlaylistsZst, 115.9e9)];
        var separate = new[] { ContentKind.CatalogArtists, ContentKind.CatalogAlbums }.Select(kind => of[kind].FirstOrDefault()).ToArray();
        return new Workload(
            listing.Files.Sum(file => file.Length), of[ContentKind.AnalysisShard].Count(), of[ContentKind.AnalysisShard].Sum(file => file.Length), AnalysedTracks([.. of[ContentKind.AnalysisShard]]),
            decompressed.Sum(), decompressed.Max(),
            Rows(catalog, CatalogZst, Known.Tracks, "tracks"), Rows(separate[0] ?? catalog, CatalogZst, Known.Artists, "artists"), Rows(separate[1] ?? catalog, CatalogZst, Known.Albums, "albums"),
            Rows(features, FeaturesZst, Known.Features, "track_audio_features", "audio_features"), Rows(playlists, PlaylistsZst, Known.Playlists, "playlists"),
            Rows(playlists, PlaylistsZst, Known.Entries, "playlist_tracks"), PairEvents(playlists), of[ContentKind.MusicBrainzDump].Sum(file => file.Length));
    }

    private static bool IsPlain(FoundFile file) => ContentKinds.IsPlainDatabase(file.Name);

    /// <summary>From the lines at the beginning of some shards, and the length of all.</summary>
    private static long AnalysedTracks(IReadOnlyList<FoundFile> shards)
    {
        var (lines, bytes) = (0L, 0L);
        foreach (var shard in shards.Where((_, i) => i % ((shards.Count + SampledShards - 1) / SampledShards) == 0))
            try
            {
                using var file = new FileStream(shard.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
                using var content = ZstdStreams.Decompress(file, leaveOpen: true);
                var buffer = new byte[1 << 20];
                for (long read, total = 0; file.Position < SampledShardBytes && total < MostDecompressed && (read = content.Read(buffer)) > 0; total += read)
                    lines += buffer.AsSpan(0, (int)read).Count((byte)'\n');
                bytes += file.Position;
            }
            catch (Exception ex) when (ex is ZstdException or IOException)
            {
                throw new CommandException($"'{shard.Path}' cannot be read: {ex.Message.TrimEnd('.')}. Fetch the file again.");
            }

        return bytes == 0 ? 0 : (long)((double)lines / bytes * shards.Sum(shard => shard.Length));
    }

    /// <summary>Rows of those of the tables that there are.</summary>
    private static long Count(string path, string[] tables)
    {
        try
        {
            using var connection = SqliteDataSet.Open(path);
            using var estimate = new BTreeEstimate(path);
            return tables
                .Select(table => connection.Scalar<long?>("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = $table", ("$table", table)))
                .Sum(root => root is { } page ? estimate.Of(page)?.Rows ?? 0 : 0);
        }
        catch (SqliteException ex)
        {
            throw new CommandException($"'{path}' cannot be read: {ex.Message} Fetch the file again.");
        }
    }

    /// <summary>From playlists that are spread over the file, of which those of a length that is mined count.</summary>
    private static long PairEvents(FoundFile? file)
    {
        if (file is null)
            return 0;
        if (!IsPlain(file))
            return (long)(file.Length / PlaylistsZst * Known.PairEvents);
        using var connection = SqliteDataSet.Open(file.Path);
        var (first, last) = (connection.Scalar<long?>("SELECT min(rowid) FROM playlists") ?? 0, connection.Scalar<long?>("SELECT max(rowid) FROM playlists") ?? -1);
        var column = connection.Scalar<long>("SELECT count(*) FROM pragma_table_info('playlist_tracks') WHERE name = 'playlist_rowid'") > 0 ? "playlist_rowid = p.rowid" : "playlist_id = p.id";
        var (squares, read, rules) = (0.0, 0, new CooccurrenceMinerOptions());
        var step = Math.Max(1, (last - first + 1) / SampledPlaylists);
        for (var row = first; row <= last && read < SampledPlaylists; row += step)
        {
            var length = connection.Scalar<long>($"SELECT count(*) FROM playlists p JOIN playlist_tracks e ON e.{column} WHERE p.rowid = (SELECT min(rowid) FROM playlists WHERE rowid >= $row)", ("$row", row));
            read++;
            if (length >= rules.MinPlaylistTracks && length <= rules.MaxPlaylistTracks)
                squares += (double)length * length;
        }

        return read == 0 ? 0 : (long)(squares / read * Count(file.Path, ["playlists"]));
    }
}
