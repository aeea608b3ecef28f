using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ICSharpCode.SharpZipLib;
using SpotifyPlatform.Artifacts;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Xref.MusicBrainz;
using ZstdSharp;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Compares the table of recordings with the dump that it is made of: every row, because a dump can only be read from its start.</summary>
internal sealed class RecordingCheck(IReadOnlyList<SourceFile> files, Table recordings, string scratchFolder, VerifyScope scope, IProgress<string> progress)
{
    private readonly SourceCheck check = new(RecordingTable.Name) { Total = recordings.Manifest.Rows };

    public SourceCheck Run(CancellationToken cancellationToken)
    {
        var plan = recordings.Manifest.Plan;
        var dump = files.FirstOrDefault(file => file.Slot.StartsWith("dump/", StringComparison.Ordinal) && file.Sha256 == plan.Inputs[DumpRecordings.Kind]);
        if (dump is null)
            check.Differ(check.Name, "the dump that they are made of", "among the files", "missing");
        else if (!scope.Full)
            check.Note = "a dump can only be read from its start: with --full";
        else if (RegularFile.Exists(dump.Path))
            CompareAll(dump.Path, cancellationToken);
        return check;
    }

    private void CompareAll(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var source = SourceRecordings.Read(path, scratchFolder, Rule("max_dump_bytes"), (int)Rule("max_line_bytes"), progress, cancellationToken);
            foreach (var (table, lines) in source.Lines)
                check.Same(check.Name, $"lines of {table}", lines, recordings.Manifest.Counts.GetValueOrDefault($"{table}_lines"));
            CompareRows(source, cancellationToken);
        }
        catch (Exception ex) when (ex is InvalidDataException or EndOfStreamException or ZstdException or SharpZipBaseException or TableRefusedException)
        {
            check.Differ(path, "the dump", "readable", ex.Message);
        }
    }

    /// <summary>Both sides are in the order of their keys.</summary>
    private void CompareRows(SourceRecordings source, CancellationToken cancellationToken)
    {
        using var rows = recordings.Scan();
        var more = rows.MoveNext();
        foreach (var expected in source.Rows())
        {
            if (check.Compared++ % 65_536 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Report($"{check.Name}: {check.Compared:N0} of {check.Total:N0} rows");
            }

            var key = expected.Key();
            for (; more && rows.Key.SequenceCompareTo(key) < 0; more = rows.MoveNext())
                ReportMore(rows.Key);
            if (!more || !rows.Key.SequenceEqual(key))
            {
                check.Differ(Subject(key), "the row", "in the table", "missing");
                continue;
            }

            var found = new RecordingRow(rows.Key, rows.Value);
            check.Same(Subject(key), "MBID", expected.Mbid, $"{Mbid.FromBytes(found.Mbid)}");
            check.Same(Subject(key), "length", expected.Length, found.LengthMs);
            check.Same(Subject(key), "merged MBIDs", expected.Merged, Texts(found.Merged));
            more = rows.MoveNext();
        }

        for (; more; more = rows.MoveNext())
            ReportMore(rows.Key);
        check.Same(check.Name, "rows", check.Compared, check.Total);
    }

    private void ReportMore(ReadOnlySpan<byte> key) => check.Differ(Subject(key), "the row", "left out", "in the table");

    private static string Subject(ReadOnlySpan<byte> key) =>
        $"{Encoding.ASCII.GetString(key[..RecordingTable.IsrcBytes])} of recording {BinaryPrimitives.ReadUInt32BigEndian(key[RecordingTable.IsrcBytes..])}";

    private static string Texts(ReadOnlySpan<byte> mbids)
    {
        var texts = new List<string>();
        for (; !mbids.IsEmpty; mbids = mbids[Mbid.ByteLength..])
            texts.Add($"{Mbid.FromBytes(mbids)}");
        return string.Join(' ', texts);
    }

    private long Rule(string name) => long.Parse(recordings.Manifest.Plan.Rules[name], CultureInfo.InvariantCulture);
}
