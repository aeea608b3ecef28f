using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Reads the parts of a MusicBrainz dump that matching needs: all ISRCs, and the recordings that have one.</summary>
internal sealed class DumpReader(IOptions<XrefOptions> options)
{
    public const string IsrcMember = "mbdump/isrc";
    public const string RecordingMember = "mbdump/recording";
    public const string SchemaMember = "SCHEMA_SEQUENCE";
    public const string TimestampMember = "TIMESTAMP";

    /// <summary>The oldest supported schema. A newer one is read as long as its rows are valid.</summary>
    public const int OldestSchema = 30;

    private const int MostHeaderBytes = 256;
    private const int LinesBetweenCancellationChecks = 1 << 12;

    private readonly XrefOptions limits = options.Value;

    /// <summary>Reads the dump's metadata, which is at the beginning of real dumps.</summary>
    /// <exception cref="DumpRefusedException">It is not a MusicBrainz dump, or has an unsupported schema.</exception>
    public DumpHeader ReadHeader(DumpFile file)
    {
        string? schema = null, timestamp = null;
        foreach (var (name, content) in DumpArchive.Members(file, limits.MaxDumpBytes))
        {
            if (name == SchemaMember)
                schema = ReadText(content);
            else if (name == TimestampMember)
                timestamp = ReadText(content);
            if (schema is not null && timestamp is not null)
                break;
        }

        if (schema is null)
            throw new DumpRefusedException("no_schema", $"{file.Name} has no member {SchemaMember}: it is not a MusicBrainz database dump. Get mbdump.tar.bz2 from metabrainz.org.");
        if (!int.TryParse(schema, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) || sequence < OldestSchema)
            throw new DumpRefusedException(
                "schema_not_known", $"{file.Name} has schema '{schema}'; schema {OldestSchema} and later are supported. Get a newer dump.");
        return new DumpHeader(file.Name, file.Sha256, sequence, timestamp ?? "");
    }

    /// <summary>
    /// Reads the rows. Which recordings are wanted is known after the ISRCs. When the recordings come first, the archive is read twice, which
    /// costs less than holding all recordings, seven times as many.
    /// </summary>
    /// <exception cref="DumpRefusedException">A member is missing, or has too many invalid lines.</exception>
    public DumpReport ReadRows(DumpFile file, IRecordingWriter writer, CancellationToken cancellationToken)
    {
        TableReport? isrcs = null, recordings = null;
        var wanted = new RecordingIds();
        for (var pass = 0; pass < 2 && recordings is null; pass++)
            foreach (var (name, content) in DumpArchive.Members(file, limits.MaxDumpBytes))
            {
                if (name == IsrcMember && isrcs is null)
                    isrcs = ReadTable(name, content, line => ReadIsrc(line, wanted, writer), cancellationToken);
                else if (name == RecordingMember && isrcs is not null)
                    recordings = ReadTable(name, content, line => ReadRecording(line, wanted, writer), cancellationToken);
                if (recordings is not null)
                    break;
            }

        return new DumpReport(isrcs ?? throw Missing(file, IsrcMember), recordings ?? throw Missing(file, RecordingMember));
    }

    private static string? ReadIsrc(ReadOnlySpan<byte> line, RecordingIds wanted, IRecordingWriter writer)
    {
        var problem = DumpRows.ReadIsrc(line, out var recordingId, out var isrc);
        if (problem is not null)
            return problem;
        wanted.Add(recordingId);
        writer.Add(recordingId, isrc);
        return null;
    }

    private static string? ReadRecording(ReadOnlySpan<byte> line, RecordingIds wanted, IRecordingWriter writer)
    {
        var problem = DumpRows.ReadRecording(line, wanted, out var recording);
        if (recording is not null)
            writer.Add(recording);
        return problem;
    }

    private TableReport ReadTable(
        string member, Stream content, Func<ReadOnlySpan<byte>, string?> readRow, CancellationToken cancellationToken)
    {
        var report = new TableReport(member);
        var reader = new CopyLineReader(content, limits.MaxLineBytes);
        while (reader.Read(out var line) is var read && read != LineRead.End && !CopyText.IsEndMarker(line))
        {
            report.Count(read == LineRead.TooLong ? "line_too_long" : readRow(line));
            if (report.Lines % LinesBetweenCancellationChecks == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }

        return report.BadLines <= report.Lines * limits.MaxBadLineShare
            ? report
            : throw new DumpRefusedException(
                "too_many_bad_lines", $"{report}; a share of {limits.MaxBadLineShare} is allowed (Xref:MaxBadLineShare). Fetch the dump again, or raise the limit.");
    }

    private static string ReadText(Stream content)
    {
        Span<byte> bytes = stackalloc byte[MostHeaderBytes];
        return Encoding.ASCII.GetString(bytes[..content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]).Trim();
    }

    private static DumpRefusedException Missing(DumpFile file, string member) =>
        new("member_missing", $"{file.Name} has no member {member}. Use the main dump, mbdump.tar.bz2.");
}
