using System.Security.Cryptography;
using DuckDB.NET.Data;
using SpotifyPlatform.TableSql.Export;

namespace SpotifyPlatform.BuildingBlocks.Tests.TableSql;

/// <summary>Files of exports: the same rows, the same bytes, and whole at any time.</summary>
public sealed class TableExportTests : IDisposable
{
    private readonly SqlWorld world = new();

    [Theory]
    [InlineData(ExportFormat.Parquet, "read_parquet('{0}/*.parquet')")]
    [InlineData(ExportFormat.Csv, "read_csv('{0}/*.csv', all_varchar = true)")]
    [InlineData(ExportFormat.Ndjson, "read_json('{0}/*.ndjson', format = 'newline_delimited')")]
    public async Task Export_OfAnyFormat_HasTheRowsAndTypesOfTheView(ExportFormat format, string source)
    {
        await PublishAsync(1);
        var output = world.Path("export");
        using var export = world.Export(output);
        foreach (var table in new[] { "tracks", "playlist_cooccurrence", "audio_features" })
        {
            var (manifest, _) = await export.RunAsync(table, format, default);

            var columns = string.Join(", ", manifest.Columns.Select(column => format == ExportFormat.Csv ? $"CAST({column.Name} AS {column.Type})" : column.Name));
            var read = Read($"SELECT {columns} FROM {string.Format(System.Globalization.CultureInfo.InvariantCulture, source, Path.Combine(output, table))}");
            using var session = world.Open();
            Assert.Equal(SqlWorld.Rows(session, $"SELECT * FROM {table}").Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
            Assert.Equal(read.Count, manifest.Rows);
            if (format == ExportFormat.Parquet)
                Assert.Equal(
                    manifest.Columns.Select(column => $"{column.Name}|{column.Type}"),
                    Read($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet('{output}/{table}/*.parquet'))"));
        }
    }

    [Fact]
    public async Task Export_Repeated_IsUnchangedHereAndEqualElsewhere()
    {
        await PublishAsync(1);
        using var first = world.Export(world.Path("first"), threads: 1);
        using var second = world.Export(world.Path("second"), threads: 3);
        foreach (var table in new[] { "tracks", "playlist_cooccurrence", "audio_features", "spotify_audio_features_cache" })
        {
            var (manifest, _) = await first.RunAsync(table, ExportFormat.Parquet, default);
            var written = Content(world.Path("first"));
            var (again, wasThere) = await first.RunAsync(table, ExportFormat.Parquet, default);
            var (elsewhere, _) = await second.RunAsync(table, ExportFormat.Parquet, default);

            Assert.True(wasThere);
            Assert.Equal(written, Content(world.Path("first")));
            Assert.Equal(manifest.ToJson(), again.ToJson());
            Assert.Equal(manifest.ToJson(), elsewhere.ToJson());
            foreach (var file in manifest.Files)
                Assert.Equal(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(world.Path("second"), table, file.Name)))));
        }
    }

    [Fact]
    public async Task Export_AfterTheTableChanged_ReplacesTheFolder()
    {
        await PublishAsync(1);
        var output = world.Path("export");
        using (var export = world.Export(output))
            await export.RunAsync("tracks", ExportFormat.Parquet, default);
        await File.WriteAllTextAsync(Path.Combine(output, "tracks", "of-an-earlier-version.parquet"), "");
        await PublishAsync(2);
        using (var export = world.Export(output))
        {
            var (manifest, wasThere) = await export.RunAsync("tracks", ExportFormat.Parquet, default);
            Assert.False(wasThere);
            Assert.Equal(4_000, manifest.Rows);
            Assert.Equal(manifest.Files.Select(file => file.Name).Append("manifest.json").Order(StringComparer.Ordinal), Names(Path.Combine(output, "tracks")));
        }

        Assert.Equal([".lock", "tracks"], Names(output));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_KilledBetweenItsRenames_IsFinishedByTheNext(bool isOldMoved)
    {
        await PublishAsync(1);
        var output = world.Path("export");
        using (var export = world.Export(output))
            await export.RunAsync("tracks", ExportFormat.Parquet, default);
        await PublishAsync(2);
        using (var other = world.Export(world.Path("other")))
            await other.RunAsync("tracks", ExportFormat.Parquet, default);
        Directory.Move(Path.Combine(world.Path("other"), "tracks"), Path.Combine(output, ".tracks.partial"));
        if (isOldMoved)
            Directory.Move(Path.Combine(output, "tracks"), Path.Combine(output, ".tracks.old"));

        using (var export = world.Export(output))
        {
            var (manifest, wasThere) = await export.RunAsync("tracks", ExportFormat.Parquet, default);
            Assert.Equal((isOldMoved, 4_000), (wasThere, manifest.Rows));
        }

        Assert.Equal([".lock", "tracks"], Names(output));
        Assert.Equal(["4000"], Read($"SELECT count(*) FROM read_parquet('{output}/tracks/*.parquet')"));
    }

    [Fact]
    public async Task Export_Pairs_StandInTheFileOfTheirFirstCharacter()
    {
        await PublishAsync(1);
        var output = world.Path("export");
        using var export = world.Export(output);

        var (manifest, _) = await export.RunAsync("playlist_cooccurrence", ExportFormat.Parquet, default);

        Assert.InRange(manifest.Files.Count, 2, 62);
        foreach (var file in manifest.Files)
        {
            var first = Path.GetFileNameWithoutExtension(file.Name).Split('-')[1].TrimStart('_');
            Assert.Equal([$"{first}|{file.Rows}"], Read($"SELECT substr(track_a, 1, 1), count(*) FROM read_parquet('{Path.Combine(output, manifest.Table, file.Name)}') GROUP BY 1"));
        }
    }

    [Fact]
    public void Export_WhileAnotherWrites_IsRefused()
    {
        using var export = world.Export(world.Path("export"));
        Assert.Throws<IOException>(() => world.Export(world.Path("export")));
    }

    public void Dispose() => world.Dispose();

    private async Task PublishAsync(int revision)
    {
        // The same rows first, and then more of them.
        var random = new World(7);
        var ids = random.Ids(4_000);
        var tracks = ids.Select(random.Description).ToList();
        await CatalogTables.PublishTracksAsync(world.Tables, tracks[..(revision * 2_000)], revision);
        await CatalogTables.PublishFeaturesAsync(world.Tables, [.. ids.Select(random.Features)], revision);
        await PairTables.PublishAsync(
            world.Tables, [.. ids.Zip(ids.Skip(1)).Take(3_000).Select(pair => PairTables.Pair(pair.First, pair.Second, 3 + random.Next(8), 20, 20, 1_000))], 1_000, revision);
    }

    private static List<string> Read(string sql)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        return SqlWorld.Read(reader);
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string[] Content(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => $"{path} {File.GetLastWriteTimeUtc(path):O}").Order(StringComparer.Ordinal)];
}
