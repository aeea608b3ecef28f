using System.Text.Json;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Reads an export file, a JSON array of rows, in one pass and with a few buffers however large it is.</summary>
internal sealed class PlayParser
{
    private readonly ExportLimits limits;
    private readonly RowReader rows;
    private readonly Lazy<SegmentedParser> segments;
    private readonly byte[] buffer;

    public PlayParser(ExportLimits limits, TimeProvider time)
    {
        this.limits = limits;
        var titles = new TitleTable();
        rows = new RowReader(limits, new PlayMapper(limits, titles, time));
        segments = new Lazy<SegmentedParser>(() => new SegmentedParser(limits, () => new PlayMapper(limits, titles, time)));
        buffer = GC.AllocateUninitializedArray<byte>(limits.MaxRowBytes);
    }

    /// <summary>Reads the file to its end; returns the number of its rows, valid or not.</summary>
    /// <exception cref="ExportRefusedException">The file is not an export, or it is damaged.</exception>
    public int Parse(Stream stream, string name, bool isVideo, IPlaySink sink, CancellationToken cancellationToken)
    {
        var file = new FileReading(stream, name, isVideo, sink);
        Fill(file, cancellationToken);
        if (buffer.AsSpan(0, file.Filled).StartsWith("\uFEFF"u8))
            file.Position = 3;
        if (NextToken(file, cancellationToken) != '[')
            throw Refused("not_an_export", file, "an export begins with '['");
        file.Position++;
        for (var next = NextToken(file, cancellationToken); next != ']'; next = Separator(file, cancellationToken))
            ReadRow(file, cancellationToken);
        file.Position++;
        if (NextToken(file, cancellationToken) != -1)
            throw Refused("not_json", file, "something follows the closing ']'");
        sink.Advance(file.Position);
        return file.Rows;
    }

    private void ReadRow(FileReading file, CancellationToken cancellationToken)
    {
        while (true)
        {
            var data = buffer.AsSpan(file.Position, file.Filled - file.Position);
            var play = new ParsedPlay { Index = file.Rows };
            var problem = ReadRow(file, data, ref play, out var consumed);
            if (consumed > 0)
            {
                file.Rows++;
                if (problem is null)
                    file.Sink.Add(play);
                else
                    file.Sink.AddInvalid(new InvalidRow(file.Rows, file.Offset, problem));
                file.Position += consumed;
                return;
            }

            if (file.Ended)
                throw Refused("truncated", file, "the file ends within a row; download it again");
            if (file.Position == 0 && file.Filled == buffer.Length)
                throw Refused("row_too_long", file, $"a row is longer than {limits.MaxRowBytes:N0} bytes");
            if (file.MayHaveSegments && data.Length < limits.SegmentBytes && !rows.Beginning.IsEmpty)
                ReadSegments(file, data, cancellationToken);
            Fill(file, cancellationToken);
        }
    }

    private string? ReadRow(FileReading file, ReadOnlySpan<byte> data, ref ParsedPlay play, out int consumed)
    {
        consumed = 0;
        try
        {
            return rows.Read(data, file.IsVideo, ref play, out consumed);
        }
        catch (JsonException ex)
        {
            file.Position += consumed;
            throw Refused("not_json", file, Sentence(ex), ex);
        }
    }

    /// <summary>Goes on from a row's beginning to another one, as far as the file can be cut at rows.</summary>
    private void ReadSegments(FileReading file, ReadOnlySpan<byte> unread, CancellationToken cancellationToken)
    {
        file.Sink.Advance(file.Position);
        file.MoveBehind(segments.Value.Parse(file, unread, rows.Beginning, cancellationToken));
        file.MayHaveSegments = false;
    }

    /// <summary>Passes the comma between two rows; returns what stands after it, or the closing bracket.</summary>
    private int Separator(FileReading file, CancellationToken cancellationToken)
    {
        var next = NextToken(file, cancellationToken);
        if (next == ']')
            return next;
        if (next != ',')
            throw Refused(next == -1 ? "truncated" : "not_json", file, next == -1 ? "the file ends before the closing ']'; download it again" : "',' or ']' is missing");
        file.Position++;
        next = NextToken(file, cancellationToken);
        return next is not (']' or -1) ? next : throw Refused("not_json", file, "a row is missing after ','");
    }

    /// <summary>The next byte that is not white space, or -1 at the end of the file.</summary>
    private int NextToken(FileReading file, CancellationToken cancellationToken)
    {
        for (long passed = 0; ; )
        {
            var rest = buffer.AsSpan(file.Position, file.Filled - file.Position);
            var length = rest.IndexOfAnyExcept(" \n\r\t"u8);
            file.Position += length < 0 ? rest.Length : length;
            if (length >= 0)
                return rest[length];
            if (file.Ended)
                return -1;
            passed += rest.Length;
            if (passed > limits.MaxRowBytes)
                throw Refused("row_too_long", file, $"white space is longer than {limits.MaxRowBytes:N0} bytes");
            Fill(file, cancellationToken);
        }
    }

    /// <summary>Moves what is not read yet to the front and reads on behind it.</summary>
    private void Fill(FileReading file, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rest = file.Filled - file.Position;
        buffer.AsSpan(file.Position, rest).CopyTo(buffer);
        file.Sink.Advance(file.Position);
        file.Base += file.Position;
        (file.Position, file.Filled) = (0, rest);
        var read = file.Stream.ReadAtLeast(buffer.AsSpan(rest), Math.Min(1 << 16, buffer.Length - rest), throwOnEndOfStream: false);
        file.Filled += read;
        file.Ended = read == 0;
    }

    private static ExportRefusedException Refused(string reason, FileReading file, string why, Exception? inner = null) =>
        new(reason, $"{file.Name} is refused at byte {file.Offset:N0}, row {file.Rows + 1:N0}: {why}.", inner);

    /// <summary>The tokenizer's message without its position, which counts from the row.</summary>
    private static string Sentence(JsonException ex)
    {
        var end = ex.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? ex.Message : ex.Message[..end]).TrimEnd('.');
    }
}
