using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace SpotifyPlatform.SampleData.Tests;

/// <summary>A small sample world on disk, shared by all tests.</summary>
public sealed class SampleFolder : IAsyncLifetime
{
    internal static readonly SampleOptions Options = new()
    {
        Tracks = 1_600, Shards = 6, Playlists = 260, Seed = 7, AnalysisDetail = 12, Plays = 900, Compress = true, ShardShare = 0.15,
    };

    public string Root { get; } = Directory.CreateTempSubdirectory("sample-data-").FullName;

    public SampleSummary Summary { get; private set; } = null!;

    public async Task InitializeAsync() => Summary = await new SampleWorldWriter(Options).WriteAsync(Root);

    public Task DisposeAsync()
    {
        Directory.Delete(Root, recursive: true);
        return Task.CompletedTask;
    }

    public string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public SqliteConnection Open(string name) => SpotifyPlatform.Sqlite.SqliteDatabase.OpenReadOnly(PathOf("metadata", name));

    /// <summary>The lines of a truth file.</summary>
    internal IEnumerable<JsonElement> Truth(string name) =>
        File.ReadLines(PathOf("truth", name)).Select(line => JsonDocument.Parse(line).RootElement);

    internal JsonElement Manifest() => JsonDocument.Parse(File.ReadAllText(PathOf("truth", "manifest.json"))).RootElement;

    /// <summary>A digest of every file below a folder, by relative path.</summary>
    internal static SortedDictionary<string, string> Digests(string root) => new(
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(
            path => Path.GetRelativePath(root, path),
            path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))),
        StringComparer.Ordinal);
}

[CollectionDefinition(nameof(SampleFolder))]
public sealed class SampleFolderTests : ICollectionFixture<SampleFolder>;
