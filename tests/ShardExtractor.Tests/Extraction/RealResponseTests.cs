using System.Text.Json;
using System.Text.Json.Nodes;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.ShardExtractor.Tests.Support;

namespace SpotifyPlatform.ShardExtractor.Tests.Extraction;

/// <summary>A real audio-analysis response as a shard of one line: every number is textually the source's.</summary>
public sealed class RealResponseTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public void Extract_RealResponse_KeepsEveryNumbersText()
    {
        var samples = Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_SAMPLES");
        Skip.If(string.IsNullOrEmpty(samples), "SPOTIFYPLATFORM_SAMPLES names no folder of real responses.");
        Check(File.ReadAllText(Path.Combine(samples, "audio-analysis", "jmperez_track_audio_analysis.json")), 11);
    }

    [Fact]
    public void Extract_SyntheticTwin_KeepsEveryNumbersText() => Check(
        """
        {
          "meta": { "analyzer_version": "4.0.0", "platform": "Linux", "status_code": 0, "analysis_time": 10.12691 },
          "track": {
            "num_samples": 5002278, "duration": 226.86068, "analysis_sample_rate": 22050, "end_of_fade_in": 0.24943,
            "start_of_fade_out": 217.58839, "loudness": -5.213, "tempo": 151.94, "tempo_confidence": 0.453, "time_signature": 4,
            "time_signature_confidence": 1.0, "key": 9, "key_confidence": 0.538, "mode": 0, "mode_confidence": 0.465,
            "codestring": "eJxFm1mW5DYMBK-iI3Bf7n8xRySrx88fbrIkigSBRGKZWeesc83xla_zv7LPqd8Y52tr7tpG_9Yo361ttrLKd3r76lqn"
          },
          "bars": [{ "start": 1.14152, "duration": 1.57869, "confidence": 0.155 }],
          "sections": [
            { "start": 0.0, "duration": 8.18592, "confidence": 1.0, "loudness": -15.08, "tempo": 152.552, "tempo_confidence": 0.742,
              "key": 11, "key_confidence": 0.0, "mode": 0, "mode_confidence": 0.0, "time_signature": 4, "time_signature_confidence": 1.0 },
            { "start": 8.18592, "duration": 1E-7, "confidence": 0.10, "loudness": -0.0, "tempo": 1.52552e+2, "tempo_confidence": 0.7420,
              "key": -1, "key_confidence": 0, "mode": 1, "mode_confidence": 0.00, "time_signature": 3, "time_signature_confidence": 1 }
          ],
          "segments": [], "beats": [], "tatums": []
        }
        """,
        2);

    private void Check(string json, int sections)
    {
        var source = JsonNode.Parse(json)!;
        source["meta"]!["track_id"] = Shard.Id(1);
        // Minified on one line, as in a shard. JsonNode keeps each number's own text.
        var result = Shard.ExtractText(folder, source.ToJsonString() + "\n");
        Assert.Equal((ExtractionStatus.Complete, 1L, sections), (result.Status, result.Tracks, (int)result.Sections));

        using var track = JsonDocument.Parse(folder.Text("tracks/00_tracks.ndjson"));
        Assert.Equal(17, track.RootElement.EnumerateObject().Count());
        foreach (var column in track.RootElement.EnumerateObject().Skip(1))
        {
            var origin = column.Name is "analyzer_version" or "analysis_time" ? source["meta"]! : source["track"]!;
            Assert.Equal(origin[column.Name]!.ToJsonString(), column.Value.GetRawText());
        }

        var rows = folder.Text("sections/00_sections.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(sections, rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            using var row = JsonDocument.Parse(rows[i]);
            Assert.Equal(14, row.RootElement.EnumerateObject().Count());
            Assert.Equal(i, row.RootElement.GetProperty("section_index").GetInt32());
            foreach (var column in row.RootElement.EnumerateObject().Skip(2))
                Assert.Equal(source["sections"]![i]![column.Name]!.ToJsonString(), column.Value.GetRawText());
        }
    }
}
