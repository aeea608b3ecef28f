using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>Reads the parts of a MusicBrainz dump that matching needs: all ISRCs, the recordings that have one, and the MBIDs that were merged into them.</summary>
internal sealed class DumpReader(IOptions<XrefOptions> options)
{
    public const string IsrcMember = "mbdump/isrc";
    public const string RecordingMember = "mbdump/recording";
    public const string RedirectMember = "mbdump/recording_gid_redirect";
    public const string SchemaMember = "SCHEMA_SEQUENCE";
    public const string TimestampMember = "TIMESTAMP";

    /// <summary>The oldest supported schema. A newer one is read as long as its rows are valid.</summary>
    public const int OldestSchema = 30;

    private const int MaxHeaderBytes = 256;
    private const int LinesBetweenReports = 1 << 12;

    private readonly XrefOptions limits = options.Value;

    /// <summary>Reads the dump's metadata, which is at the beginning of real dumps.</summary>
    /// <exception cref="TableRefusedException">It is not a MusicBrainz dump, or has an unsupported schema.</exception>
    public DumpHeader ReadHeader(DumpFile file, CancellationToken cancellationToken)
    {
        string? schema = null, timestamp = null, first = null;
        foreach (var (name, content) in DumpArchive.Members(file, limits.MaxDumpBytes, cancellationToken))
        {
            first ??= name;
            if (name == SchemaMember)
                schema = ReadText(content);
            else if (name == TimestampMember)
                timestamp = ReadText(content);
            if (schema is not null && timestamp is not null)
                break;
        }

        if (schema is null)
            throw new TableRefusedException(
                "no_schema",
                $"{file.Name} has no member {SchemaMember}: it is not a MusicBrainz database dump. {(first is null ? "It is empty" : $"Its first member is '{first}'")}. Get mbdump.tar.bz2 from metabrainz.org.");
        if (!int.TryParse(schema, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) || sequence < OldestSchema)
            throw new TableRefusedException(
                "schema_not_known", $"{file.Name} has schema '{schema}'; schema {OldestSchema} and later are supported. Get a newer dump.");
        return new DumpHeader(sequence, timestamp ?? "");
    }

    /// <summary>
    /// Reads the rows. Which recordings are wanted is known after the ISRCs, and which redirects after the recordings. Where the members come in
    /// another order, the archive is read again, which costs less than to hold all recordings, seven times as many.
    /// </summary>
    /// <exception cref="TableRefusedException">A member is missing, or has too many invalid lines.</exception>
    public DumpReport ReadRows(DumpFile file, RecordingJoin join, IProgress<long> lines, CancellationToken cancellationToken)
    {
        var reading = new Reading(limits, join, lines, cancellationToken);
        while (!reading.IsDone)
        {
            var before = reading.Reports.Count;
            foreach (var (name, content) in DumpArchive.Members(file, limits.MaxDumpBytes, cancellationToken))
            {
                reading.Take(name, content);
                if (reading.IsDone)
                    break;
            }

            // Dumps that people packed again may have no redirects.
            if (reading.Reports.Count == before)
                break;
        }

        return reading.Reports.Count >= 2 ? new DumpReport(reading.Reports) : throw Missing(file, reading.NextMember);
    }

    private static string ReadText(Stream content)
    {
        Span<byte> bytes = stackalloc byte[MaxHeaderBytes];
        return Encoding.ASCII.GetString(bytes[..content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]).Trim();
    }

    private static TableRefusedException Missing(DumpFile file, string member) =>
        new("member_missing", $"{file.Name} has no member {member}. Use the main dump, mbdump.tar.bz2.");

    /// <summary>Takes the members one after the other, in the order in which they need one another.</summary>
    private sealed class Reading(XrefOptions limits, RecordingJoin join, IProgress<long> lines, CancellationToken cancellationToken)
    {
        private static readonly string[] Members = [IsrcMember, RecordingMember, RedirectMember];

        private readonly Func<int, bool> isWanted = join.IsWanted;
        private long read;

        public List<MemberReport> Reports { get; } = [];

        public bool IsDone => Reports.Count == Members.Length;

        public string NextMember => Members[Reports.Count];

        public void Take(string name, Stream content)
        {
            if (name != NextMember)
                return;
            var report = name switch
            {
                IsrcMember => ReadTable(name, content, ReadIsrc),
                RecordingMember => ReadTable(name, content, ReadRecording),
                _ => ReadTable(name, content, ReadRedirect),
            };
            Reports.Add(report);
            if (name == IsrcMember)
                join.EndIsrcs();
        }

        private string? ReadIsrc(ReadOnlySpan<byte> line)
        {
            var problem = DumpRows.ReadIsrc(line, out var recordingId, out var isrc);
            if (problem is null)
                join.Add(recordingId, isrc);
            return problem;
        }

        private string? ReadRecording(ReadOnlySpan<byte> line)
        {
            var problem = DumpRows.ReadRecording(line, isWanted, out var recording);
            if (recording.Id > 0)
                join.Add(recording);
            return problem;
        }

        private string? ReadRedirect(ReadOnlySpan<byte> line)
        {
            var problem = DumpRows.ReadRedirect(line, out var mbid, out var recordingId);
            if (problem is null)
                join.AddRedirect(mbid, recordingId);
            return problem;
        }

        private MemberReport ReadTable(string member, Stream content, Func<ReadOnlySpan<byte>, string?> readRow)
        {
            var report = new MemberReport(member);
            var reader = new CopyLineReader(content, limits.MaxLineBytes);
            while (reader.Read(out var line) is var found && found != LineRead.End && !CopyText.IsEndMarker(line))
            {
                report.Count(found == LineRead.TooLong ? "line_too_long" : readRow(line));
                if (++read % LinesBetweenReports != 0)
                    continue;
                cancellationToken.ThrowIfCancellationRequested();
                lines.Report(read);
            }

            return report.BadLines <= report.Lines * limits.MaxBadLineShare
                ? report
                : throw new TableRefusedException(
                    "too_many_bad_lines", $"{report}; a share of {limits.MaxBadLineShare} is allowed (Xref:MaxBadLineShare). Fetch the dump again, or raise the limit.");
        }
    }
}
