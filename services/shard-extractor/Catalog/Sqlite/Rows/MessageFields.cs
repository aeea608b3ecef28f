using System.Buffers.Binary;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

internal static class MessageFields
{
    /// <summary>A field with the 16-byte key of an id; none where the column is empty, or no id, which is counted.</summary>
    public static void Id(this MessageBytes message, int field, SqliteCursor row, int column, DropCounts invalid)
    {
        var text = row.Text(column);
        if (text.IsEmpty)
            return;
        if (TrackId.TryParse(text, out var id))
            message.Id(field, id);
        else
            invalid.Add(DropReasons.ValueInvalid);
    }

    /// <summary>A field with the 16-byte key of an id.</summary>
    public static void Id(this MessageBytes message, int field, TrackId id)
    {
        Span<byte> key = stackalloc byte[TrackId.KeyLength];
        BinaryPrimitives.WriteUInt128BigEndian(key, id.Value);
        message.Bytes(field, key);
    }
}
