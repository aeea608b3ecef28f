namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>The columns of the two tables in the order of their rows, after <c>spotify_id</c> (and <c>section_index</c>).</summary>
internal static class Columns
{
    public static readonly ColumnSet Track = new(
        Float("duration"),
        Float("tempo"),
        Float("tempo_confidence"),
        Integer("time_signature"),
        Float("time_signature_confidence"),
        Integer("key"),
        Float("key_confidence"),
        Integer("mode"),
        Float("mode_confidence"),
        Float("loudness"),
        Float("end_of_fade_in"),
        Float("start_of_fade_out"),
        Integer("num_samples"),
        Integer("analysis_sample_rate"));

    /// <summary>The last columns of a track's row.</summary>
    public static readonly ColumnSet Meta = new(
        new RowColumn("analyzer_version", RowColumnType.Text),
        Float("analysis_time"));

    public static readonly ColumnSet Section = new(
        Float("start"),
        Float("duration"),
        Float("confidence"),
        Float("loudness"),
        Float("tempo"),
        Float("tempo_confidence"),
        Integer("key"),
        Float("key_confidence"),
        Integer("mode"),
        Float("mode_confidence"),
        Integer("time_signature"),
        Float("time_signature_confidence"));

    private static RowColumn Float(string name) => new(name, RowColumnType.Float);

    private static RowColumn Integer(string name) => new(name, RowColumnType.Integer);
}
