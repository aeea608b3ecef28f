using System.Globalization;
using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>The tables as seen by other SQLite tools.</summary>
public sealed class WarehouseFormatTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("warehouse-format-");
    private readonly ShardWriter shards;
    private readonly SqliteWarehouse warehouse;

    public WarehouseFormatTests()
    {
        shards = new ShardWriter(Path.Combine(folder.FullName, "rows"), new World(seed: 20261121));
        warehouse = new SqliteWarehouse(Database, TimeProvider.System);
    }

    private string Database => Path.Combine(folder.FullName, "warehouse.sqlite");

    [Theory]
    [InlineData(
        "spotify_audio_analysis_tracks",
        "spotify_id TEXT, duration REAL, tempo REAL, tempo_confidence REAL, time_signature INTEGER, time_signature_confidence REAL, key INTEGER, key_confidence REAL, mode INTEGER, mode_confidence REAL, loudness REAL, end_of_fade_in REAL, start_of_fade_out REAL, num_samples INTEGER, analysis_sample_rate INTEGER, analyzer_version TEXT, analysis_time REAL")]
    [InlineData(
        "spotify_audio_analysis_sections",
        "spotify_id TEXT, section_index INTEGER, start REAL, duration REAL, confidence REAL, loudness REAL, tempo REAL, tempo_confidence REAL, key INTEGER, key_confidence REAL, mode INTEGER, mode_confidence REAL, time_signature INTEGER, time_signature_confidence REAL")]
    public void Table_ItsColumns_AreThoseOfTheSpecification(string table, string columns)
    {
        using var connection = SqliteDatabase.OpenReadOnly(Database);
        var found = connection.Query("SELECT name || ' ' || type FROM pragma_table_info($table)", r => r.GetString(0), ("$table", table));
        Assert.Equal(columns, string.Join(", ", found));
    }

    [Fact]
    public async Task Load_ZstdRows_AreRead()
    {
        var (files, analyses) = shards.Write("0a", 100);
        await warehouse.LoadAsync(files with { Tracks = Compress(files.Tracks), Sections = Compress(files.Sections) }, None);
        Assert.Equal(analyses[42].Sections, (await warehouse.FindAnalysisAsync(analyses[42].Id, None))!.Sections);
    }

    [Theory]
    [InlineData(".zst")]
    [InlineData(".gz")]
    public async Task Load_RowsThatDoNotDecompress_AreRefused(string extension)
    {
        var (files, _) = shards.Write("0a", 100);
        var path = files.Tracks.Path + extension;
        File.Copy(files.Tracks.Path, path);
        var ex = await Assert.ThrowsAsync<InvalidDataException>(
            () => warehouse.LoadAsync(files with { Tracks = ShardWriter.Announce(path, 100) }, None));
        Assert.Contains($"{path} cannot be decompressed", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_TruncatedZstdRows_AreRefused()
    {
        var (files, _) = shards.Write("0a", 1000);
        var whole = Compress(files.Tracks);
        File.WriteAllBytes(whole.Path, File.ReadAllBytes(whole.Path)[..^500]);
        await Assert.ThrowsAsync<InvalidDataException>(
            () => warehouse.LoadAsync(files with { Tracks = ShardWriter.Announce(whole.Path, 1000) }, None));
        Assert.Empty(await warehouse.ListShardsAsync(None));
    }

    [Fact]
    public async Task Load_NumbersAsTheSourceWritesThem_AreTheNearestValues()
    {
        var id = shards.Ids("0a", 1).Single();
        string[] numbers = ["5e-324", "-0.0", "1e2", "123456789012345678901234567890", "0.1000000000000000055511151231257827", "-59.999"];
        foreach (var number in numbers)
        {
            var tracks = shards.Write("t.ndjson", [$$"""{"spotify_id":"{{id}}","duration":{{number}},"key":9223372036854775807,"num_samples":9223372036854775807}"""]);
            await warehouse.LoadAsync(new ShardFiles(ShardId.Parse("0a"), tracks, shards.Write("s.ndjson", [])), None);
            var found = (await warehouse.FindAnalysisAsync(id, None))!;
            Assert.Equal(double.Parse(number, CultureInfo.InvariantCulture), found.Duration);
            Assert.Equal((null, long.MaxValue), (found.Key, found.NumSamples));
        }

        using var connection = SqliteDatabase.OpenReadOnly(Database);
        Assert.Equal(long.MaxValue, connection.Scalar<long>("SELECT key FROM spotify_audio_analysis_tracks"));
    }

    [Fact]
    public async Task Load_WholeNumbersAsFloats_AreReadAsIntegers()
    {
        var id = shards.Ids("0a", 1).Single();
        var sections = shards.Write("s.ndjson", []);
        var tracks = shards.Write("t.ndjson", [$$"""{"spotify_id":"{{id}}","key":5.0,"mode":1.0,"num_samples":4.000004E6}"""]);
        await warehouse.LoadAsync(new ShardFiles(ShardId.Parse("0a"), tracks, sections), None);
        var found = (await warehouse.FindAnalysisAsync(id, None))!;
        Assert.Equal((5, 1, 4_000_004L), (found.Key, found.Mode, found.NumSamples));

        var broken = shards.Write("broken.ndjson", [$$"""{"spotify_id":"{{id}}","key":5.5}"""]);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => warehouse.LoadAsync(new ShardFiles(ShardId.Parse("0a"), broken, sections), None));
        Assert.Contains("line 1: column key", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_ByTrack_ReadsItsRowsAlone()
    {
        await warehouse.LoadAsync(shards.Write("0a", 1000).Files, None);
        using var connection = SqliteDatabase.OpenReadOnly(Database);
        var plan = connection.Query(
            "EXPLAIN QUERY PLAN " + SpotifyPlatform.Sqlite.Stores.Warehouse.WarehouseTables.Sections.SelectByTrack, r => r.GetString(3), ("$track", "0a"));
        Assert.Equal("SEARCH spotify_audio_analysis_sections USING PRIMARY KEY (spotify_id=?)", Assert.Single(plan));
    }

    public void Dispose()
    {
        warehouse.Dispose();
        folder.Delete(recursive: true);
    }

    private static RowFile Compress(RowFile file)
    {
        var path = file.Path + ".zst";
        using (var output = ZstdStreams.Compress(File.Create(path)))
            output.Write(File.ReadAllBytes(file.Path));
        return ShardWriter.Announce(path, file.Rows);
    }
}
