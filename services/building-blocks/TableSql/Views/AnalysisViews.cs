using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.TableSql.DuckDb;
using SpotifyPlatform.TableSql.Scans;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>The rows of analysis shards, whose values are lines of JSON.</summary>
internal static class AnalysisViews
{
    public static readonly ScanColumn[] TrackColumns = Of(AnalysisColumns.Track);

    public static readonly ScanColumn[] SectionColumns = Of(AnalysisColumns.Section);

    private static ScanColumn[] Of(AnalysisColumn[] columns) => [.. columns.Select(column => new ScanColumn(column.Name, column.Type switch
    {
        ColumnType.Real => ScanType.Real,
        ColumnType.Integer => ScanType.Integer,
        _ => ScanType.Text,
    }))];

    /// <returns>Where the line ends that begins at a place; behind its line feed.</returns>
    private static int EndOfLine(ReadOnlySpan<byte> value, int start) => value[start..].IndexOf((byte)'\n') is >= 0 and var length
        ? start + length + 1
        : throw new InvalidDataException("A row of an analysis table ends within a line. Run 'platform repair'.");

    private static void Write(RowChunk chunk, int row, AnalysisColumn[] columns, ReadOnlySpan<byte> key, ReadOnlySpan<byte> line)
    {
        var track = TrackId.FromKey(key);
        ReadOnlySpan<object?> values;
        try
        {
            values = new RowParser(columns, track).Parse(line);
        }
        catch (RowFormatException ex)
        {
            throw new InvalidDataException($"Track {track} of an analysis table: {ex.Message}. Run 'platform repair'.", ex);
        }

        for (var column = 0; column < columns.Length; column++)
        {
            switch (columns[column].Type)
            {
                case ColumnType.Real:
                    chunk.Real(column, row, (double?)values[column]);
                    break;
                case ColumnType.Integer:
                    chunk.Integer(column, row, (long?)values[column]);
                    break;
                default:
                    chunk.Text(column, row, (string?)values[column]);
                    break;
            }
        }
    }

    internal sealed class Tracks : SingleRowDecoder
    {
        protected override void Write(RowChunk chunk, int row, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
            AnalysisViews.Write(chunk, row, AnalysisColumns.Track, key, value[..EndOfLine(value, 0)]);
    }

    internal sealed class Sections : ManyRowsDecoder
    {
        private int next;

        public override int Begin(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            next = EndOfLine(value, 0);
            return value[next..].Count((byte)'\n');
        }

        public override void Write(RowChunk chunk, int row, int entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            var end = EndOfLine(value, next);
            AnalysisViews.Write(chunk, row, AnalysisColumns.Section, key, value[next..end]);
            next = end;
        }
    }
}
