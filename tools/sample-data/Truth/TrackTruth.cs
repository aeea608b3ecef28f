using System.Text.Json;
using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Analysis;
using SpotifyPlatform.SampleData.MusicBrainz;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>Writes one line of <c>tracks.ndjson</c>.</summary>
internal sealed class TrackTruth(SampleWorld world)
{
    public void Write(Utf8JsonWriter json, int index)
    {
        var track = world.Track(index);
        var match = world.MatchOf(track);
        json.WriteStartObject();
        json.WriteString("spotify_id", track.Id.ToString());
        json.WriteString("name", track.Name);
        json.WriteStartArray("artists");
        foreach (var artist in track.Artists)
            json.WriteStringValue(world.Artist(artist).Name);
        json.WriteEndArray();
        json.WriteString("genre", track.Genre.Name);
        json.WriteString("isrc", track.Isrc);
        json.WriteString("isrc_normal", Isrc.TryParse(track.Isrc, out var isrc) ? isrc.Code : null);
        json.WriteNumber("popularity", track.Popularity);
        json.WriteNumber("duration_ms", track.DurationMs);
        json.WriteBoolean("explicit", track.Explicit);
        json.WriteString("feature_row", world.FeatureRowOf(index) switch
        {
            FeatureRow.Present => "present",
            FeatureRow.NullResponse => "null_response",
            _ => "missing",
        });
        Features(json, world.FeatureRowOf(index) == FeatureRow.Present ? world.FeaturesOf(track) : null, track.Popularity);
        json.WriteString("mbid", match.Mbid?.ToString("D"));
        json.WriteNumber("match_confidence", match.Mbid is null ? 0 : 1);
        json.WriteString("match_method", match.Method);
        json.WriteString("mbid_by_metadata", match.ByMetadata?.ToString("D"));
        Analysis(json, world.ShardOf(index), track);
        json.WriteEndObject();
    }

    private static void Features(Utf8JsonWriter json, AudioFeatures? features, int popularity)
    {
        if (features is null)
        {
            json.WriteNull("features");
            json.WriteNull("vector");
            return;
        }

        json.WriteStartObject("features");
        Number(json, "tempo", features.Tempo);
        Number(json, "energy", features.Energy);
        Number(json, "danceability", features.Danceability);
        Number(json, "valence", features.Valence);
        Number(json, "acousticness", features.Acousticness);
        Number(json, "instrumentalness", features.Instrumentalness);
        Number(json, "speechiness", features.Speechiness);
        Number(json, "liveness", features.Liveness);
        Number(json, "loudness", features.Loudness);
        Number(json, "key", features.Key);
        Number(json, "mode", features.Mode);
        Number(json, "time_signature", features.TimeSignature);
        Number(json, "duration_ms", features.DurationMs);
        json.WriteEndObject();
        json.WriteStartArray("vector");
        foreach (var value in TrueVector.Of(features, popularity))
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    /// <summary>The numbers of the shard's line as text, character for character.</summary>
    private void Analysis(Utf8JsonWriter json, string? shard, Track track)
    {
        if (shard is null)
        {
            json.WriteNull("analysis");
            return;
        }

        var analysis = world.AnalysisOf(track);
        json.WriteStartObject("analysis");
        json.WriteString("shard", shard);
        json.WriteNumber("section_count", analysis.Sections.Length);
        json.WriteString("analyzer_version", analysis.AnalyzerVersion);
        json.WriteString("analysis_time", analysis.AnalysisTime.ToText(analysis.WholeHasPoint));
        json.WriteStartObject("track");
        foreach (var (name, value) in analysis.Head.Concat(analysis.Tail))
            json.WriteString(name, value.ToText(analysis.WholeHasPoint));
        json.WriteEndObject();
        json.WriteStartArray("sections");
        foreach (var section in analysis.Sections)
        {
            json.WriteStartObject();
            for (var i = 0; i < section.Length; i++)
                json.WriteString(TrackAnalysis.SectionFields[i], section[i].ToText(analysis.WholeHasPoint));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
