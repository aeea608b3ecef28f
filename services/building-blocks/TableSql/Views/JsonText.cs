using System.Text.Encodings.Web;
using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>Lists as the JSON texts that the source documents have in their columns.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An array of texts.</summary>
    public static byte[] Array(IReadOnlyCollection<string> texts) => JsonSerializer.SerializeToUtf8Bytes(texts, Options);

    /// <summary>An array of ids, from their 16-byte keys.</summary>
    public static byte[] Ids<T>(IReadOnlyList<T> items, Func<T, ReadOnlyMemory<byte>> key)
    {
        // ["id","id"]: base62 needs no escapes.
        const int Quoted = TrackId.TextLength + 3;
        var text = new byte[Math.Max(2, items.Count * Quoted + 1)];
        text[0] = (byte)'[';
        for (var i = 0; i < items.Count; i++)
        {
            var item = text.AsSpan(1 + i * Quoted, Quoted);
            item[0] = item[^2] = (byte)'"';
            item[^1] = (byte)',';
            TrackId.FromKey(key(items[i]).Span).Write(item[1..]);
        }

        text[^1] = (byte)']';
        return text;
    }
}
