using System.Text.Json;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Reads rows one after another: by the layout of the row before, or by the tokenizer.</summary>
internal sealed class RowReader
{
    private readonly RowLayout layout = new();
    private readonly JsonRowReader tokenizer;
    private readonly PlayMapper mapper;
    private readonly RawRow raw = new();

    public RowReader(ExportLimits limits, PlayMapper mapper)
    {
        this.mapper = mapper;
        tokenizer = new JsonRowReader(limits, layout);
    }

    /// <inheritdoc cref="RowLayout.Beginning"/>
    public ReadOnlySpan<byte> Beginning => layout.Beginning;

    /// <summary>Reads one value of the array.</summary>
    /// <param name="data">From the value's first byte; it may be cut off.</param>
    /// <param name="consumed">Bytes of the value, or 0 where more are needed.</param>
    /// <returns>Null for a play, else why the value is none.</returns>
    /// <exception cref="JsonException">The data are not JSON; the bytes read before are in <paramref name="consumed"/>.</exception>
    public string? Read(ReadOnlySpan<byte> data, bool isVideo, ref ParsedPlay play, out int consumed)
    {
        string? problem = null;
        consumed = layout.Match(data, raw);
        if (consumed == 0)
            problem = tokenizer.Read(data, raw, out consumed);
        consumed = Math.Max(consumed, 0);
        return consumed == 0 ? null : problem ?? mapper.Map(raw, data[..consumed], isVideo, ref play);
    }
}
