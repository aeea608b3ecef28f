using System.Text.Json;
using System.Text.Unicode;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Reads any row that is valid JSON, and learns its layout.</summary>
internal sealed class JsonRowReader(ExportLimits limits, RowLayout layout)
{
    /// <summary>Reads one value of the array.</summary>
    /// <param name="data">From the value's first byte; it may be cut off.</param>
    /// <param name="consumed">Bytes of the value, or 0 where more are needed.</param>
    /// <returns>Null for a row, else why the value is none.</returns>
    /// <exception cref="JsonException">The data are not JSON; the bytes read before are in <paramref name="consumed"/>.</exception>
    public string? Read(ReadOnlySpan<byte> data, RawRow row, out int consumed)
    {
        consumed = 0;
        row.Clear();
        layout.Begin();

        // Never final: distinguishes a row that is cut off from one that is invalid.
        var reader = new Utf8JsonReader(data, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = limits.MaxDepth - 1 }));
        try
        {
            string? reason = null;
            var complete = reader.Read() && (reader.TokenType == JsonTokenType.StartObject
                ? ReadObject(ref reader, data, row, ref reason)
                : Skip(ref reader, ref reason));
            consumed = complete ? (int)reader.BytesConsumed : 0;
            return reason;
        }
        catch (JsonException)
        {
            consumed = (int)reader.BytesConsumed;
            throw;
        }
    }

    private static bool Skip(ref Utf8JsonReader reader, ref string? reason)
    {
        reason = "it is not an object";
        return reader.TrySkip();
    }

    private bool ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, RawRow row, ref string? reason)
    {
        var (scratch, literal, usable) = (0, 0, true);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                layout.End(data[literal..(int)reader.BytesConsumed], usable);
                return true;
            }

            var field = Field(ref reader, row, ref scratch);
            if (!reader.Read())
                return false;
            var start = (int)reader.TokenStartIndex;
            layout.Add(data[literal..start], field);
            usable &= field == PlayField.Ignored || row[field].Kind == RawKind.Missing;
            var value = Value(ref reader, row, start, ref scratch, ref reason);
            if (value.Kind == RawKind.Composite)
            {
                usable = false;
                if (!reader.TrySkip())
                    return false;
            }

            row[field] = value;
            literal = (int)reader.BytesConsumed;
        }

        return false;
    }

    private static PlayField Field(ref Utf8JsonReader reader, RawRow row, ref int scratch)
    {
        if (!reader.ValueIsEscaped)
            return PlayFields.Find(reader.ValueSpan);
        var target = row.Reserve(scratch, reader.ValueSpan.Length);
        return TryUnescape(ref reader, target, out var length) ? PlayFields.Find(target[..length]) : PlayField.Ignored;
    }

    private static RawValue Value(ref Utf8JsonReader reader, RawRow row, int start, ref int scratch, ref string? reason)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !reader.ValueIsEscaped:
                if (!Utf8.IsValid(reader.ValueSpan))
                    reason = "it holds text that is not UTF-8";
                return new RawValue(start + 1, reader.ValueSpan.Length, RawKind.Text);
            case JsonTokenType.String:
                if (!TryUnescape(ref reader, row.Reserve(scratch, reader.ValueSpan.Length), out var length))
                    reason = "it holds text that is not UTF-8";
                var value = new RawValue(scratch, length, RawKind.Unescaped);
                scratch += length;
                return value;
            case JsonTokenType.Number:
                return new RawValue(start, reader.ValueSpan.Length, RawKind.Number);
            case JsonTokenType.True:
                return new RawValue(start, 4, RawKind.True);
            case JsonTokenType.False:
                return new RawValue(start, 5, RawKind.False);
            case JsonTokenType.Null:
                return new RawValue(start, 4, RawKind.Null);
            default:
                return new RawValue(start, 0, RawKind.Composite);
        }
    }

    private static bool TryUnescape(ref Utf8JsonReader reader, Span<byte> target, out int length)
    {
        try
        {
            length = reader.CopyString(target);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            length = 0;
            return false;
        }
    }
}
