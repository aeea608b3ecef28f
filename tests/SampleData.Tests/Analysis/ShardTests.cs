using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.SampleData.Tests.Analysis;

[Collection(nameof(SampleFolder))]
public sealed class ShardTests(SampleFolder sample)
{
    [Fact]
    public void Shards_Names_DifferOnlyByCase()
    {
        var names = Directory.GetFiles(sample.PathOf("audio-analysis")).Select(Path.GetFileName).ToList();
        Assert.Equal(SampleFolder.Options.Shards, names.Count);
        Assert.All((string[])["0a.jsonl.zst", "0A.jsonl.zst", "00.jsonl.zst", "3x.jsonl.zst", "7N.jsonl.zst"], name => Assert.Contains(name, names));
    }

    [Fact]
    public void Lines_Tracks_BelongToTheShardAndTheTruth()
    {
        var truth = sample.Truth("tracks.ndjson")
            .Where(track => track.GetProperty("analysis").ValueKind == JsonValueKind.Object)
            .ToDictionary(track => track.GetProperty("spotify_id").GetString()!, track => track.GetProperty("analysis"));
        var lines = Lines().ToList();
        Assert.Equal(truth.Count, lines.Count);
        Assert.All(lines, line =>
        {
            var id = line.Line.GetProperty("meta").GetProperty("track_id").GetString()!;
            Assert.True(line.Shard.Holds(TrackId.Parse(id)));
            Assert.Equal(line.Shard.Prefix, truth[id].GetProperty("shard").GetString());
            SameNumbers(truth[id].GetProperty("track"), line.Line.GetProperty("track"));
            var sections = line.Line.GetProperty("sections");
            Assert.InRange(sections.GetArrayLength(), 3, 14);
            Assert.Equal(truth[id].GetProperty("section_count").GetInt32(), sections.GetArrayLength());
            foreach (var (expected, actual) in truth[id].GetProperty("sections").EnumerateArray().Zip(sections.EnumerateArray()))
                SameNumbers(expected, actual);
        });
        Assert.Equal(sample.Summary.Counts["audio-analysis/sections"], lines.Sum(line => line.Line.GetProperty("sections").GetArrayLength()));
    }

    [Fact]
    public void Lines_Keys_HaveTheOrderOfTheDump() => Assert.All(
        Lines().Where(line => line.Line.GetProperty("beats").GetArrayLength() > 0),
        line => Assert.Equal(Golden.Lines("Analysis.Keys.txt"), Keys.Of(line.Line)));

    [Fact]
    public void Lines_Numbers_HaveFiveOrThreeDecimalsAndBothFormsOfWholes()
    {
        var texts = Lines().SelectMany(line => line.Line.GetProperty("sections").EnumerateArray())
            .SelectMany(section => section.EnumerateObject()).Select(field => field.Value.GetRawText()).ToHashSet();
        Assert.Contains("1.0", texts);
        Assert.Contains("1", texts);
        Assert.All(texts, text => Assert.Matches(@"^-?\d+(\.\d{1,5})?$", text));
        Assert.All(texts.Where(text => text.Contains('.', StringComparison.Ordinal)), text => Assert.True(text[^1] != '0' || text[^2] == '.'));
    }

    [Fact]
    public void CodeStrings_OfALine_AreBase64UrlOfZlib()
    {
        var track = Lines().First().Line.GetProperty("track");
        foreach (var name in (string[])["codestring", "echoprintstring", "synchstring", "rhythmstring"])
        {
            var packed = Base64Url.DecodeFromChars(track.GetProperty(name).GetString());
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var reader = new StreamReader(zlib, Encoding.ASCII);
            Assert.Matches("^[0-9a-f ]+$", reader.ReadToEnd());
        }
    }

    [Fact]
    public void Sections_OfALine_CoverTheTrack() => Assert.All(Lines(), line =>
    {
        var sections = line.Line.GetProperty("sections");
        var covered = sections.EnumerateArray().Sum(section => section.GetProperty("duration").GetDecimal());
        Assert.Equal(line.Line.GetProperty("track").GetProperty("duration").GetDecimal(), covered);
    });

    [Fact]
    public void CompressedCopies_OfTheDatabases_DecodeToThem() => Assert.All(Directory.GetFiles(sample.PathOf("metadata"), "*.zst"), path =>
        Assert.StartsWith("SQLite format 3", ZstdText.Lines(path)[0], StringComparison.Ordinal));

    [SkippableFact]
    public void Shards_ByTheZstdProgram_AreSound()
    {
        Skip.IfNot(File.Exists("/usr/bin/zstd"), "The zstd program is not installed.");
        using var zstd = Process.Start("/usr/bin/zstd", ["-tq", .. Directory.GetFiles(sample.Root, "*.zst", SearchOption.AllDirectories)]);
        zstd.WaitForExit();
        Assert.Equal(0, zstd.ExitCode);
    }

    [SkippableFact]
    public void Keys_OfARealResponse_EqualTheGenerated()
    {
        var folder = Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_SAMPLES");
        Skip.If(folder is null, "Set SPOTIFYPLATFORM_SAMPLES to a folder with real samples.");
        var path = Directory.GetFiles(Path.Combine(folder, "audio-analysis"), "*.json")[0];
        // The API response has its lists in another order, no track_id, and loudness_end at the end.
        string[] Comparable(IEnumerable<string> keys) =>
            [.. keys.Where(key => key is not ("meta.track_id" or "segments[].loudness_end")).OrderBy(key => key.Split('[', '.')[0], StringComparer.Ordinal)];
        Assert.Equal(Comparable(Keys.Of(JsonDocument.Parse(File.ReadAllText(path)).RootElement)), Comparable(Golden.Lines("Analysis.Keys.txt")));
    }

    private static void SameNumbers(JsonElement expected, JsonElement actual)
    {
        foreach (var field in expected.EnumerateObject())
            Assert.Equal(field.Value.GetString(), actual.GetProperty(field.Name).GetRawText());
    }

    private IEnumerable<(ShardId Shard, JsonElement Line)> Lines() =>
        from path in Directory.GetFiles(sample.PathOf("audio-analysis")).Order(StringComparer.Ordinal)
        let shard = ShardId.TryFromFile(path, out var id) ? id : throw new InvalidDataException(path)
        from line in ZstdText.Lines(path)
        select (shard, JsonDocument.Parse(line).RootElement);
}
