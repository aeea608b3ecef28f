using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>Writes the rows of a shard as files and as a table that is not published, like the extractor.</summary>
public sealed class ShardWriter(IArtifactStore artifacts, TableStore tables, World world)
{
    /// <summary>The version of the extractor that writes.</summary>
    public int ExtractorVersion { get; set; } = 1;

    /// <summary>A shard of random tracks, and the expected analyses.</summary>
    public async Task<(ShardRows Rows, TrackAnalysis[] Analyses)> WriteAsync(string shard, int tracks, int sectionsPerTrack = 10)
    {
        var analyses = Analyses(shard, tracks, sectionsPerTrack);
        return (await WriteAsync(shard, analyses), analyses);
    }

    public Task<ShardRows> WriteAsync(string shard, IReadOnlyCollection<TrackAnalysis> analyses) =>
        WriteLinesAsync(shard, [.. analyses.Select(a => (a.Id, Line(a), (IReadOnlyList<string>)[.. a.Sections.Select(s => Line(a.Id, s))]))]);

    /// <summary>Loads a shard without tracks, so that a warehouse answers that it has none.</summary>
    public async Task LoadEmptyAsync(IWarehouse warehouse) => await warehouse.LoadAsync((await WriteAsync("00", 0)).Rows, CancellationToken.None);

    /// <summary>Any lines, valid or not.</summary>
    public async Task<ShardRows> WriteLinesAsync(string shard, IReadOnlyList<(TrackId Id, string Track, IReadOnlyList<string> Sections)> rows)
    {
        var tracks = await WriteFileAsync($"{shard}_tracks.ndjson", [.. rows.Select(row => row.Track)]);
        var sections = await WriteFileAsync($"{shard}_sections.ndjson", [.. rows.SelectMany(row => row.Sections)]);
        var plan = AnalysisTable.Plan(ShardId.Parse(shard), Sha256(string.Concat(tracks.File.Sha256, sections.File.Sha256)), ExtractorVersion, []);
        foreach (var unit in await tables.ListMissingUnitsAsync(plan, CancellationToken.None))
        {
            using var writer = tables.Write(plan, unit);
            foreach (var (id, track, lines) in rows)
                writer.Add(id.ToKey(), Encoding.UTF8.GetBytes(string.Concat(lines.Prepend(track).Select(line => line + "\n"))));
            writer.Count(AnalysisTable.Sections, sections.Rows);
            await writer.CompleteAsync(CancellationToken.None);
        }

        await tables.CompleteAsync(plan, null, CancellationToken.None);
        return new ShardRows(ShardId.Parse(shard), tracks, sections, plan.Id) { ExtractorVersion = ExtractorVersion };
    }

    public TrackAnalysis[] Analyses(string shard, int tracks, int sectionsPerTrack = 10) => [.. Ids(shard, tracks).Select(id => Analysis(id, sectionsPerTrack))];

    public IEnumerable<TrackId> Ids(string shard, int count) => world.Ids(count).Select(id => TrackId.Parse(shard + id.ToString()[2..]));

    public static string Line(TrackAnalysis a) => Row(
        ("spotify_id", a.Id.ToString()), ("duration", a.Duration), ("tempo", a.Tempo), ("tempo_confidence", a.TempoConfidence),
        ("time_signature", a.TimeSignature), ("time_signature_confidence", a.TimeSignatureConfidence), ("key", a.Key),
        ("key_confidence", a.KeyConfidence), ("mode", a.Mode), ("mode_confidence", a.ModeConfidence), ("loudness", a.Loudness),
        ("end_of_fade_in", a.EndOfFadeIn), ("start_of_fade_out", a.StartOfFadeOut), ("num_samples", a.NumSamples),
        ("analysis_sample_rate", a.AnalysisSampleRate), ("analyzer_version", a.AnalyzerVersion), ("analysis_time", a.AnalysisTime));

    public static string Line(TrackId id, AnalysisSection s) => Row(
        ("spotify_id", id.ToString()), ("section_index", s.Index), ("start", s.Start), ("duration", s.Duration), ("confidence", s.Confidence),
        ("loudness", s.Loudness), ("tempo", s.Tempo), ("tempo_confidence", s.TempoConfidence), ("key", s.Key),
        ("key_confidence", s.KeyConfidence), ("mode", s.Mode), ("mode_confidence", s.ModeConfidence), ("time_signature", s.TimeSignature),
        ("time_signature_confidence", s.TimeSignatureConfidence));

    public TrackAnalysis Analysis(TrackId id, int sections) => new(
        id, Number(), Number(), Number(), Integer(), Number(), Integer(), Number(), Integer(), Number(), Number(), Number(), Number(),
        world.Maybe(() => (long)world.Next(int.MaxValue) * 7), Integer(), world.Next(5) == 0 ? null : "4.0.0 \"β\"", Number(),
        [.. Enumerable.Range(0, sections).Select(i => new AnalysisSection(
            i, Number(), Number(), Number(), Number(), Number(), Number(), Integer(), Number(), Integer(), Number(), Integer(), Number()))]);

    private async Task<RowFile> WriteFileAsync(string name, IReadOnlyList<string> lines)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var key = ArtifactKey.Parse($"analysis/{sha256}/{name}");
        await artifacts.CreateAsync(key, new MemoryStream(content), CancellationToken.None);
        return new RowFile(new ArtifactReference(key, content.Length, sha256), lines.Count);
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private double? Number() => world.Maybe(() => (world.NextDouble() - 0.5) * Math.Pow(10, world.Next(7) - 3));

    private int? Integer() => world.Maybe(() => world.Next(13) - 1);

    private static string Row(params (string Name, object? Value)[] columns) =>
        $"{{{string.Join(',', columns.Select(c => $"\"{c.Name}\":{Json(c.Value)}"))}}}";

    private static string Json(object? value) => value switch
    {
        null => "null",
        string text => System.Text.Json.JsonSerializer.Serialize(text),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
