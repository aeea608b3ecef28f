using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts.Catalog.V1;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Zstd;

namespace SpotifyPlatform.ShardExtractor.Catalogue.Tests;

/// <summary>Writes small catalogue files and describes them as verified.</summary>
internal sealed class DataSet(string folder)
{
    public CatalogueFile Tracks(Action<SqliteConnection> fill, string schema = OwnSchema.Tracks) =>
        Write("spotify_clean.sqlite3", CatalogContent.Tracks, schema, fill);

    public CatalogueFile Features(Action<SqliteConnection> fill, string schema = OwnSchema.Features) =>
        Write("spotify_clean_audio_features.sqlite3", CatalogContent.Features, schema, fill);

    public CatalogueFile Playlists(Action<SqliteConnection> fill, string schema = OwnSchema.Playlists) =>
        Write("spotify_clean_playlists.sqlite3", CatalogContent.Playlists, schema, fill);

    public static CatalogueFile Verified(string path, CatalogContent content)
    {
        var bytes = File.ReadAllBytes(path);
        return new($"metadata/{Path.GetFileName(path)}", path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), content);
    }

    public static CatalogueFile Compress(CatalogueFile file)
    {
        var path = file.Path + ".zst";
        using (var target = new ZstdWriteStream(File.Create(path)))
        using (var source = File.OpenRead(file.Path))
            source.CopyTo(target);
        return Verified(path, file.Content);
    }

    private CatalogueFile Write(string name, CatalogContent content, string schema, Action<SqliteConnection> fill)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        File.Delete(path);
        using (var database = new SqliteDatabase(path, schema))
            database.WriteAsync(fill, CancellationToken.None).GetAwaiter().GetResult();
        return Verified(path, content);
    }
}
