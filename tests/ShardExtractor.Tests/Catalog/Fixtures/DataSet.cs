using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Artifacts.Zstd;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog;

/// <summary>Writes small catalogue files and describes them as verified.</summary>
internal sealed class DataSet(string folder)
{
    public CatalogFile Tracks(Action<SqliteConnection> fill, string schema = CurrentSchema.Tracks) =>
        Write("spotify_clean.sqlite3", CatalogContent.Tracks, schema, fill);

    public CatalogFile Features(Action<SqliteConnection> fill, string schema = CurrentSchema.Features) =>
        Write("spotify_clean_audio_features.sqlite3", CatalogContent.Features, schema, fill);

    public static CatalogFile Verified(string path, CatalogContent content)
    {
        var bytes = File.ReadAllBytes(path);
        return new($"metadata/{Path.GetFileName(path)}", path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), content);
    }

    public static CatalogFile Compress(CatalogFile file)
    {
        var path = file.Path + ".zst";
        using (var target = ZstdStreams.Compress(File.Create(path)))
        using (var source = File.OpenRead(file.Path))
            source.CopyTo(target);
        return Verified(path, file.Content);
    }

    private CatalogFile Write(string name, CatalogContent content, string schema, Action<SqliteConnection> fill)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, name);
        File.Delete(path);
        using (var database = new SqliteDatabase(path, schema))
            database.WriteAsync(fill, CancellationToken.None).GetAwaiter().GetResult();
        return Verified(path, content);
    }
}
