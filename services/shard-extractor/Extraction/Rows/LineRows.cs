using System.Text;
using SpotifyPlatform.Music;
using SpotifyPlatform.ShardExtractor.Extraction.Scanning;
using SpotifyPlatform.Storage.Warehouse;

namespace SpotifyPlatform.ShardExtractor.Extraction.Rows;

/// <summary>Collects a line's rows and writes them when the whole line is accepted.</summary>
internal sealed class LineRows(ShardId shard, ExtractionOptions options, IRowOutput output) : ILineSink
{
    /// <summary>Rows of a line: what a value of a table holds. The default limits stay below.</summary>
    private const int MaxRowBytes = AnalysisTable.MaxValueBytes;

    private readonly byte[] prefix = Encoding.ASCII.GetBytes(shard.Prefix);
    private readonly TrackIdField trackId = new();
    private readonly FieldReader meta = new(Columns.Meta);
    private readonly FieldReader track = new(Columns.Track);
    private readonly SectionRows sections = new(options.MaxSectionsPerTrack);
    private readonly TrackIdSet ids = new();
    private readonly ByteBuffer rows = new();
    private readonly List<RefusedLine> refused = [];
    private bool hasMeta;
    private bool hasTrack;

    public long Tracks { get; private set; }

    public long Sections { get; private set; }

    public IReadOnlyList<RefusedLine> Refused => refused;

    public void BeginLine()
    {
        trackId.Clear();
        sections.Clear();
        hasMeta = false;
        hasTrack = false;
    }

    public LineRefusal Value(RootKey key, ReadOnlySpan<byte> value)
    {
        if (value[0] == 'n')
            return LineRefusal.None;
        switch (key)
        {
            case RootKey.Meta:
                hasMeta = true;
                return Object(meta, value, trackId);
            case RootKey.Track:
                hasTrack = true;
                return Object(track, value, null);
            default:
                return sections.Read(value);
        }
    }

    public RefusalReason EndLine()
    {
        var reason = !hasMeta ? RefusalReason.MissingMeta
            : !trackId.IsRead ? RefusalReason.MissingTrackId
            : !hasTrack ? RefusalReason.MissingTrack
            : !trackId.Text.StartsWith(prefix) ? RefusalReason.ForeignTrack
            : ids.Contains(trackId.Id) ? RefusalReason.DuplicateTrack
            : RefusalReason.None;
        if (reason != RefusalReason.None)
            return reason;
        var trackBytes = BuildRows();
        if (rows.Length > MaxRowBytes)
            return RefusalReason.ValueTooLong;
        if (ids.Count == options.MaxTracks)
            throw new ShardFaultException(ShardFault.TooManyTracks, $"The shard holds more than {options.MaxTracks} tracks (Extraction:MaxTracks).");
        ids.Add(trackId.Id);
        output.Write(trackId.Id, rows.Written, trackBytes, sections.Count);
        Tracks++;
        Sections += sections.Count;
        return RefusalReason.None;
    }

    public void Refuse(RefusedLine line)
    {
        refused.Add(line);
        if (refused.Count >= options.MaxRefusedLines)
            throw new ShardFaultException(ShardFault.TooManyRefusedLines, $"{refused.Count} lines were refused, the limit of Extraction:MaxRefusedLines; reading stopped there.");
    }

    private static LineRefusal Object(FieldReader reader, ReadOnlySpan<byte> value, TrackIdField? trackId)
    {
        var cursor = new JsonCursor(value);
        var refusal = reader.Read(ref cursor, trackId);
        return refusal.IsRefused || cursor.AtEnd ? refusal : new LineRefusal(RefusalReason.UnexpectedByte, cursor.Position);
    }

    /// <returns>Bytes of the track's row, which is the first.</returns>
    private int BuildRows()
    {
        rows.Clear();
        rows.Append("{\"spotify_id\":\""u8);
        rows.Append(trackId.Text);
        rows.Append((byte)'"');
        track.AppendTo(rows);
        meta.AppendTo(rows);
        rows.Append("}\n"u8);
        var trackBytes = rows.Length;
        sections.AppendTo(rows, trackId.Text);
        return trackBytes;
    }
}
