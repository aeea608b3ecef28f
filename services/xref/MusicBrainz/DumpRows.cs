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
    private const int MaxIsrcBytes = 256;

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
        if (code.Length > MaxIsrcBytes)
            return "bad_isrc";
        var text = CopyText.Unescape(code, stackalloc byte[MaxIsrcBytes]);
        return Isrc.TryParse(Encoding.UTF8.GetString(text), out isrc) ? null : "bad_isrc";
    }

    /// <summary>recording: id, gid, name, artist_credit, length, ...; the rest of a row is parsed only for wanted recordings.</summary>
    /// <param name="recording">Its id is 0 when the recording is not wanted or the row is invalid.</param>
    /// <returns>Null, or why the row is invalid.</returns>
    public static string? ReadRecording(ReadOnlySpan<byte> line, Func<int, bool> isWanted, out Recording recording)
    {
        recording = default;
        var row = new CopyRow(line);
        if (!row.TryTake(out var idColumn) || !row.TryTake(out var gid) || !row.TryTakeAfter(2, out var lengthColumn))
            return "too_few_columns";
        if (!TryId(idColumn, out var id))
            return "bad_recording";
        if (!isWanted(id))
            return null;
        if (!TryMbid(gid, out var mbid))
            return "bad_mbid";
        if (!TryLength(lengthColumn, out var lengthMs))
            return "bad_length";
        recording = new Recording(id, new Mbid(mbid), lengthMs);
        return null;
    }

    /// <summary>recording_gid_redirect: gid, new_id, ...</summary>
    /// <returns>Null, or why the row is invalid.</returns>
    public static string? ReadRedirect(ReadOnlySpan<byte> line, out Guid mbid, out int recordingId)
    {
        (mbid, recordingId) = (default, 0);
        var row = new CopyRow(line);
        if (!row.TryTake(out var gid) || !row.TryTake(out var id))
            return "too_few_columns";
        if (!TryMbid(gid, out mbid))
            return "bad_mbid";
        return TryId(id, out recordingId) ? null : "bad_recording";
    }

    private static bool TryId(ReadOnlySpan<byte> column, out int id) =>
        Utf8Parser.TryParse(column, out id, out var used) && used == column.Length && id > 0;

    private static bool TryMbid(ReadOnlySpan<byte> column, out Guid mbid) => Utf8Parser.TryParse(column, out mbid, out var used, 'D') && used == column.Length;

    private static bool TryLength(ReadOnlySpan<byte> column, out int lengthMs)
    {
        lengthMs = 0;
        if (CopyText.IsNull(column))
            return true;
        if (!Utf8Parser.TryParse(column, out int value, out var used) || used != column.Length)
            return false;
        lengthMs = Math.Max(0, value);
        return true;
    }
}
