using System.Runtime.InteropServices;
using System.Text.Json;

namespace SpotifyPlatform.ListeningHistory.Exports.Parsing;

/// <summary>Parses a segment of a file: rows with a comma after each. It knows nothing of what stands before.</summary>
internal sealed class SegmentReader(ExportLimits limits, PlayMapper mapper)
{
    private readonly RowReader reader = new(limits, mapper);
    private readonly List<ParsedPlay> plays = [];
    private readonly List<InvalidRow> invalid = [];

    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(limits.SegmentBytes);

    /// <summary>Bytes of the segment in the buffer.</summary>
    public int Length { get; set; }

    public int Rows => plays.Count + invalid.Count;

    /// <summary>Returns whether the segment is rows with a comma after each and nothing else; if not, nothing that was read of it holds.</summary>
    public bool TryRead(bool isVideo)
    {
        plays.Clear();
        invalid.Clear();
        try
        {
            for (var position = 0; position < Length;)
            {
                var row = ReadRow(position, isVideo);
                var comma = position + row + WhiteSpace(position + row);
                if (row == 0 || comma >= Length || Buffer[comma] != ',')
                    return false;
                position = comma + 1 + WhiteSpace(comma + 1);
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Hands on what was read.</summary>
    /// <param name="rows">Rows of the file before the segment.</param>
    /// <param name="offset">Bytes of the file before the segment.</param>
    public void Deliver(IPlaySink sink, int rows, long offset)
    {
        foreach (ref var play in CollectionsMarshal.AsSpan(plays))
        {
            play.Index += rows;
            sink.Add(play);
        }

        foreach (var row in invalid)
            sink.AddInvalid(new InvalidRow(row.Row + rows, row.Offset + offset, row.Reason));
    }

    /// <returns>Bytes of the row, or 0 for what the parser of the whole file has to judge.</returns>
    private int ReadRow(int position, bool isVideo)
    {
        var play = new ParsedPlay { Index = Rows };
        var problem = reader.Read(Buffer.AsSpan(position, Length - position), isVideo, ref play, out var consumed);
        if (consumed == 0 || consumed > limits.MaxRowBytes)
            return 0;
        if (problem is null)
            plays.Add(play);
        else
            invalid.Add(new InvalidRow(play.Index + 1, position, problem));
        return consumed;
    }

    private int WhiteSpace(int position)
    {
        var rest = Buffer.AsSpan(position, Length - position);
        var length = rest.IndexOfAnyExcept(" \n\r\t"u8);
        return length < 0 ? rest.Length : length;
    }
}
