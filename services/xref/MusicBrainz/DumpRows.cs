using System.Buffers.Text;
using System.Text;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// Parses the columns that are needed. They have the same positions in schemas 30 and 31: schema 31 dropped <c>isrc.source</c>, which
/// came after them.
/// </summary>
internal static class DumpRows
{
    /// <summary>isrc: id, recording, isrc, ...</summary>
    /// <returns>Null, or why the row is invalid.</returns>
    public static string? ReadIsrc(ReadOnlySpan<byte> line, out int recordingId, out Isrc isrc)
    {
        recordingId = 0;
        isrc = default;
        var row = new CopyRow(line);
        if (!row.TryTakeAfter(1, out var id) || !row.TryTake(out var code))
            return "too_few_columns";
        if (!TryId(id, out recordingId))
            return "bad_recording";
        if (code.Length > 64)
            return "bad_isrc";
        var text = CopyText.Unescape(code, stackalloc byte[64]);
        return Isrc.TryParse(Encoding.Latin1.GetString(text), out isrc) ? null : "bad_isrc";
    }

    /// <summary>recording: id, gid, name, artist_credit, length, ...; the gid is parsed only for wanted recordings.</summary>
    /// <param name="recording">Null when the recording is not wanted or the row is invalid.</param>
    /// <returns>Null, or why the row is invalid.</returns>
    public static string? ReadRecording(ReadOnlySpan<byte> line, RecordingIds wanted, out Recording? recording)
    {
        recording = null;
        var row = new CopyRow(line);
        if (!row.TryTake(out var idColumn) || !row.TryTake(out var gid) || !row.TryTakeAfter(2, out var lengthColumn))
            return "too_few_columns";
        if (!TryId(idColumn, out var id))
            return "bad_recording";
        if (!wanted.Contains(id))
            return null;
        if (!Utf8Parser.TryParse(gid, out Guid value, out var used, 'D') || used != gid.Length)
            return "bad_mbid";
        if (!TryLength(lengthColumn, out var lengthMs))
            return "bad_length";
        recording = new Recording(id, new Mbid(value), lengthMs);
        return null;
    }

    private static bool TryId(ReadOnlySpan<byte> column, out int id) =>
        Utf8Parser.TryParse(column, out id, out var used) && used == column.Length && id > 0;

    private static bool TryLength(ReadOnlySpan<byte> column, out int? lengthMs)
    {
        lengthMs = null;
        if (CopyText.IsNull(column))
            return true;
        if (!Utf8Parser.TryParse(column, out int value, out var used) || used != column.Length)
            return false;
        if (value > 0)
            lengthMs = value;
        return true;
    }
}
