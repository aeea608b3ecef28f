using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>Reads <c>meta.track_id</c>.</summary>
internal sealed class TrackIdField
{
    private readonly byte[] text = new byte[TrackId.TextLength];
    private TrackId id;

    public bool IsRead { get; private set; }

    public TrackId Id => id;

    /// <summary>The 22 characters of the id.</summary>
    public ReadOnlySpan<byte> Text => text;

    public void Clear() => IsRead = false;

    public bool IsKey(ReadOnlySpan<byte> key)
    {
        var name = "track_id"u8;
        if (!key.Contains((byte)'\\'))
            return key.SequenceEqual(name);
        Span<byte> plain = stackalloc byte[name.Length];
        return JsonText.TryUnescape(key, plain, out var written) && plain[..written].SequenceEqual(name);
    }

    public RefusalReason Read(ValueKind kind, ReadOnlySpan<byte> raw)
    {
        if (IsRead)
            return RefusalReason.DuplicateKey;
        if (kind == ValueKind.Null)
            return RefusalReason.MissingTrackId;
        if (kind != ValueKind.Text)
            return RefusalReason.WrongType;
        if (!JsonText.TryUnescape(raw, text, out var written) || !TrackId.TryParse(text.AsSpan(0, written), out id))
            return RefusalReason.BadTrackId;
        IsRead = true;
        return RefusalReason.None;
    }
}
