namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>A file that is being parsed, and how far.</summary>
internal sealed class FileReading(Stream stream, string name, bool isVideo, IPlaySink sink)
{
    public Stream Stream { get; private set; } = stream;

    public string Name => name;

    public bool IsVideo => isVideo;

    public IPlaySink Sink => sink;

    /// <summary>Of the first byte in the buffer that is not parsed.</summary>
    public int Position { get; set; }

    /// <summary>Bytes in the buffer.</summary>
    public int Filled { get; set; }

    public bool Ended { get; set; }

    /// <summary>Bytes of the file before the buffer.</summary>
    public long Base { get; set; }

    public int Rows { get; set; }

    /// <summary>Whether it is still worth a try to read it in segments.</summary>
    public bool MayHaveSegments { get; set; } = true;

    public long Offset => Base + Position;

    /// <summary>Goes on behind segments, which began at the position: with what they left, then the stream.</summary>
    public void MoveBehind(SegmentsRead read)
    {
        Base = Offset + read.Bytes;
        (Position, Filled, Ended) = (0, 0, false);
        Rows += read.Rows;
        Stream = new PrependedStream(read.Rest, Stream);
    }
}
