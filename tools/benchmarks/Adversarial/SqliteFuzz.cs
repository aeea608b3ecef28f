using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Benchmarks.Adversarial;

/// <summary><c>fuzz sqlite</c>: mutated catalogues, features and playlists through the readers of every table.</summary>
internal sealed class SqliteFuzz(string folder) : ITracksByNumber, ITracksById
{
    private const int PageBytes = 512;
    private const int Rows = 30;

    private readonly SqliteTableSources sources = new();
    private readonly SqlitePlaylistDatabases playlists = new();

    public static int Run(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("fuzz-sqlite-").FullName;
        try
        {
            var fuzz = new SqliteFuzz(folder);
            byte[][] corpus = [.. SqliteFuzzSchemas.All.Select(fuzz.Build)];
            return FuzzRun.Run("sqlite", 250_000, args, (random, _) => fuzz.Fuzz(Mutations.Of(corpus[random.Next(corpus.Length)], random, headerBytes: 120, PageBytes)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public bool TryFind(long row, out TrackId id, out byte popularity)
    {
        (id, popularity) = (new TrackId((UInt128)row), 50);
        return row < Rows;
    }

    public bool TryFind(TrackId id, out byte popularity)
    {
        popularity = 50;
        return true;
    }

    private byte[] Build(string schema)
    {
        var path = Path.Combine(folder, "whole");
        File.Delete(path);
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            connection.Execute($"PRAGMA page_size={PageBytes}");
            connection.Execute(schema);
        }

        return File.ReadAllBytes(path);
    }

    private string Fuzz(byte[] database)
    {
        var path = Path.Combine(folder, "mutated");
        File.WriteAllBytes(path, database);
        try
        {
            SqliteHeader.Require(path, path);
        }
        catch (CatalogRefusedException)
        {
            return "header refused";
        }

        var read = Try(() => ReadAll(sources.OpenTracks(path, null, null)));
        read += Try(() => ReadAll(sources.OpenArtists(path)));
        read += Try(() => ReadAll(sources.OpenAlbums(path)));
        read += Try(() => ReadAll(sources.OpenFeatures(path)));
        read += Try(() => playlists.ReadTracks(path, new DropCounts("tracks"), new DropCounts("tracks"), CancellationToken.None).Count());
        read += Try(() => ReadBaskets(path));
        return read == 0 ? "all tables refused" : "tables read";
    }

    /// <returns>1 when a table was read, 0 when it was refused.</returns>
    private static int Try(Func<long> read)
    {
        try
        {
            _ = read();
            return 1;
        }
        catch (CatalogRefusedException)
        {
            return 0;
        }
    }

    private static long ReadAll(ITableRows rows)
    {
        using (rows)
        {
            var read = 0L;
            while (rows.MoveNext(CancellationToken.None))
                read++;
            return read;
        }
    }

    private long ReadBaskets(string path)
    {
        using var rows = playlists.ReferByNumber(path) ? playlists.OpenPlaylists(path, (ITracksByNumber)this, 1_000) : playlists.OpenPlaylists(path, (ITracksById)this, 1_000);
        return rows.Read(rows.NextRow(0) ?? 0, 10_000, CancellationToken.None).Rows.Count + rows.ReadRest(10_001, CancellationToken.None).Rows.Count;
    }
}
