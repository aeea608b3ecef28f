using static SpotifyPlatform.Storage.Warehouse.ColumnType;

namespace SpotifyPlatform.Storage.Warehouse;

/// <summary>The columns of the two kinds of rows, in the order of the specification.</summary>
internal static class AnalysisColumns
{
    /// <summary>Of <c>spotify_audio_analysis_tracks</c>.</summary>
    public static readonly AnalysisColumn[] Track =
    [
        new("spotify_id", Id), new("duration", Real), new("tempo", Real), new("tempo_confidence", Real), new("time_signature", Integer),
        new("time_signature_confidence", Real), new("key", Integer), new("key_confidence", Real), new("mode", Integer),
        new("mode_confidence", Real), new("loudness", Real), new("end_of_fade_in", Real), new("start_of_fade_out", Real),
        new("num_samples", Integer), new("analysis_sample_rate", Integer), new("analyzer_version", Text), new("analysis_time", Real),
    ];

    /// <summary>Of <c>spotify_audio_analysis_sections</c>.</summary>
    public static readonly AnalysisColumn[] Section =
    [
        new("spotify_id", Id), new("section_index", Integer), new("start", Real), new("duration", Real), new("confidence", Real),
        new("loudness", Real), new("tempo", Real), new("tempo_confidence", Real), new("key", Integer), new("key_confidence", Real),
        new("mode", Integer), new("mode_confidence", Real), new("time_signature", Integer), new("time_signature_confidence", Real),
    ];
}
