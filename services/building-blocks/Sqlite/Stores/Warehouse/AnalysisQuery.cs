using Microsoft.Data.Sqlite;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Sqlite.Stores.Warehouse;

/// <summary>Reads a track's analysis; ordinals are those of <see cref="WarehouseTables"/>.</summary>
internal static class AnalysisQuery
{
    public static TrackAnalysis? Find(SqliteConnection connection, TrackId id)
    {
        var track = ("$track", (object?)id.ToString());
        var found = connection.Query(WarehouseTables.Tracks.SelectByTrack, reader => Track(id, reader), track).SingleOrDefault();
        return found is null ? null : found with { Sections = connection.Query(WarehouseTables.Sections.SelectByTrack, Section, track) };
    }

    private static TrackAnalysis Track(TrackId id, SqliteDataReader r) => new(
        id,
        Duration: r.Real(1),
        Tempo: r.Real(2),
        TempoConfidence: r.Real(3),
        TimeSignature: r.Integer(4),
        TimeSignatureConfidence: r.Real(5),
        Key: r.Integer(6),
        KeyConfidence: r.Real(7),
        Mode: r.Integer(8),
        ModeConfidence: r.Real(9),
        Loudness: r.Real(10),
        EndOfFadeIn: r.Real(11),
        StartOfFadeOut: r.Real(12),
        NumSamples: r.ValueOrNull<long>(13),
        AnalysisSampleRate: r.Integer(14),
        AnalyzerVersion: r.TextOrNull(15),
        AnalysisTime: r.Real(16),
        Sections: []);

    private static AnalysisSection Section(SqliteDataReader r) => new(
        Index: r.GetInt32(1),
        Start: r.Real(2),
        Duration: r.Real(3),
        Confidence: r.Real(4),
        Loudness: r.Real(5),
        Tempo: r.Real(6),
        TempoConfidence: r.Real(7),
        Key: r.Integer(8),
        KeyConfidence: r.Real(9),
        Mode: r.Integer(10),
        ModeConfidence: r.Real(11),
        TimeSignature: r.Integer(12),
        TimeSignatureConfidence: r.Real(13));

    private static double? Real(this SqliteDataReader reader, int ordinal) => reader.ValueOrNull<double>(ordinal);

    // The table holds 64 bits, as the warehouse's INTEGER does; a key or a rate beyond 32 bits is no value anyone can use.
    private static int? Integer(this SqliteDataReader reader, int ordinal) =>
        reader.ValueOrNull<long>(ordinal) is { } value and >= int.MinValue and <= int.MaxValue ? (int)value : null;
}
