using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Warehouse;

/// <summary>Reads a value of a shard's table: the line of a track, then those of its sections.</summary>
public static class AnalysisReader
{
    /// <summary>An analysis of values in the order of the specification's columns: texts, <see cref="double"/> and <see cref="long"/>.</summary>
    /// <exception cref="InvalidDataException">A value is missing or of another type.</exception>
    public static TrackAnalysis Read(TrackId track, object?[] values, IEnumerable<object?[]> sections)
    {
        try
        {
            return Track(track, values) with { Sections = [.. sections.Select(section => Section(section))] };
        }
        catch (Exception ex) when (ex is InvalidCastException or IndexOutOfRangeException or RowFormatException)
        {
            throw new InvalidDataException($"The rows of track {track} have other columns than the warehouse's tables: {ex.Message}", ex);
        }
    }

    /// <exception cref="RowFormatException">A line is no row of the track.</exception>
    internal static TrackAnalysis Read(TrackId track, ReadOnlySpan<byte> value)
    {
        var lines = value;
        var analysis = Track(track, new RowParser(AnalysisColumns.Track, track).Parse(NextLine(ref lines)));
        var parser = new RowParser(AnalysisColumns.Section, track);
        var sections = new List<AnalysisSection>();
        while (!lines.IsEmpty)
            sections.Add(Section(parser.Parse(NextLine(ref lines))));
        return analysis with { Sections = sections };
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> lines)
    {
        var end = lines.IndexOf((byte)'\n');
        if (end < 0)
            throw new RowFormatException("the last line has no end");
        var line = lines[..end];
        lines = lines[(end + 1)..];
        return line;
    }

    private static TrackAnalysis Track(TrackId id, ReadOnlySpan<object?> values) => new(
        id,
        Duration: Real(values[1]),
        Tempo: Real(values[2]),
        TempoConfidence: Real(values[3]),
        TimeSignature: Integer(values[4]),
        TimeSignatureConfidence: Real(values[5]),
        Key: Integer(values[6]),
        KeyConfidence: Real(values[7]),
        Mode: Integer(values[8]),
        ModeConfidence: Real(values[9]),
        Loudness: Real(values[10]),
        EndOfFadeIn: Real(values[11]),
        StartOfFadeOut: Real(values[12]),
        NumSamples: (long?)values[13],
        AnalysisSampleRate: Integer(values[14]),
        AnalyzerVersion: (string?)values[15],
        AnalysisTime: Real(values[16]),
        Sections: []);

    private static AnalysisSection Section(ReadOnlySpan<object?> values) => new(
        Index: Integer(values[1]) ?? throw new RowFormatException("column section_index is missing"),
        Start: Real(values[2]),
        Duration: Real(values[3]),
        Confidence: Real(values[4]),
        Loudness: Real(values[5]),
        Tempo: Real(values[6]),
        TempoConfidence: Real(values[7]),
        Key: Integer(values[8]),
        KeyConfidence: Real(values[9]),
        Mode: Integer(values[10]),
        ModeConfidence: Real(values[11]),
        TimeSignature: Integer(values[12]),
        TimeSignatureConfidence: Real(values[13]));

    private static double? Real(object? value) => (double?)value;

    // Rows have 64 bits, as the warehouse's INTEGER has; a key or a rate beyond 32 bits is no value anyone can use.
    private static int? Integer(object? value) => (long?)value is { } number and >= int.MinValue and <= int.MaxValue ? (int)number : null;
}
