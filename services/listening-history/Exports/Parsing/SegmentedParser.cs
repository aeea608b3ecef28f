namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>
/// Parses the middle of a large file on several processors. It cuts the file where the text stands with which rows of this file begin, and
/// hands the segments to readers. A cut is a guess, for such text may also stand within a row; but a segment that begins at a row and holds
/// whole rows and their commas ends where the next row begins. So the first guess is right because the file was parsed up to it, and each
/// right one proves the next. At a wrong one it stops, and leaves the rest to the parser of the whole file.
/// </summary>
internal sealed class SegmentedParser(ExportLimits limits, Func<PlayMapper> mapper)
{
    private readonly SegmentReader[] readers =
        [.. Enumerable.Range(0, Math.Clamp(Environment.ProcessorCount, 2, 4) + 1).Select(_ => new SegmentReader(limits, mapper()))];

    /// <summary>Parses segment after segment from the file's position on, as far as they can be cut.</summary>
    /// <param name="before">Bytes that were read from the stream already; a row begins with them.</param>
    /// <param name="beginning">The text with which rows begin.</param>
    public SegmentsRead Parse(FileReading file, ReadOnlySpan<byte> before, ReadOnlySpan<byte> beginning, CancellationToken cancellationToken)
    {
        var idle = new Stack<SegmentReader>(readers);
        var reading = new Queue<(SegmentReader Reader, Task<bool> Task)>();
        var (rows, bytes) = (0, 0L);
        var cutter = new SegmentCutter(file.Stream, before, beginning);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                while (reading.Count < readers.Length - 1 && cutter.TryCut(idle.Peek()))
                {
                    var next = idle.Pop();
                    reading.Enqueue((next, Task.Run(() => next.TryRead(file.IsVideo), CancellationToken.None)));
                }

                if (reading.Count == 0 || !reading.Peek().Task.GetAwaiter().GetResult())
                    break;
                var (reader, _) = reading.Dequeue();
                reader.Deliver(file.Sink, file.Rows + rows, file.Offset + bytes);
                file.Sink.Advance(reader.Length);
                rows += reader.Rows;
                bytes += reader.Length;
                idle.Push(reader);
            }
        }
        finally
        {
            Task.WaitAll(reading.Select(segment => segment.Task), CancellationToken.None);
        }

        return new SegmentsRead(rows, bytes, (byte[])[.. reading.SelectMany(segment => segment.Reader.Buffer[..segment.Reader.Length]), .. cutter.Unread]);
    }
}

/// <summary>What was parsed, and the bytes behind it that were read.</summary>
internal sealed record SegmentsRead(int Rows, long Bytes, ReadOnlyMemory<byte> Rest);
