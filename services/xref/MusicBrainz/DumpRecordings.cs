using System.Globalization;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.MusicBrainz;

/// <summary>
/// Derives the table of recordings from the newest dump: by its own TIMESTAMP, then that of the higher hash. A TIMESTAMP that is no time is that of the oldest. A dump that was refused gives way to
/// the next one. Not for several threads.
/// </summary>
internal sealed class DumpRecordings(
    InputFiles files, RefusalLog refusals, DumpTimestamps timestamps, DumpSource source, DumpReader reader, IOptions<XrefOptions> options, IOptions<StorageOptions> storage,
    XrefMetrics metrics, ILogger<DumpRecordings> logger) : IDerivedTable
{
    /// <summary>The kind of its input files.</summary>
    public const string Kind = "dump";

    /// <summary>Raised by every change of what is written.</summary>
    private const int MappingVersion = 3;

    private InputFile? chosen;

    /// <summary>Whether this process has removed the refusals of earlier ones.</summary>
    private bool retried;

    public string Name => RecordingTable.Name;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        var dumps = await files.ListAsync(Kind, cancellationToken).ConfigureAwait(false);
        if (dumps.Count == 0)
            return WantedTable.WaitFor("No MusicBrainz dump is announced.");
        await RetryOnceAsync(dumps, cancellationToken).ConfigureAwait(false);
        chosen = await ChooseAsync(dumps, cancellationToken).ConfigureAwait(false);
        return WantedTable.Of(PlanOf(chosen), RevisionsOf(dumps), sourceRows: 0);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        var dump = chosen!;
        try
        {
            using var join = new RecordingJoin(storage.Value.ScratchFolder);
            var (header, report) = await source
                .ReadAsync(dump, file => (reader.ReadHeader(file, cancellationToken), reader.ReadRows(file, join, rows, cancellationToken)), cancellationToken)
                .ConfigureAwait(false);
            await timestamps.KeepAsync(dump, header, cancellationToken).ConfigureAwait(false);
            await Task.Run(() => join.Write(writer, cancellationToken), cancellationToken).ConfigureAwait(false);
            report.CountIn(writer);
            if (DumpTime.Parse(header.Timestamp) is null)
                writer.CountInvalid("timestamp_invalid", 1, [DumpReader.TimestampMember]);
            metrics.Loaded(report);
            Log.DumpLoaded(logger, dump.Name, header.Schema, header.Timestamp, report.ToString());
        }
        catch (TableRefusedException ex)
        {
            metrics.Refused(ex.Reason);
            throw;
        }
    }

    /// <summary>
    /// Has every dump tried again that an earlier process refused. The engine retries the wanted plan alone, which is another one where a refused
    /// dump gave way.
    /// </summary>
    private async Task RetryOnceAsync(IReadOnlyList<InputFile> dumps, CancellationToken cancellationToken)
    {
        if (retried)
            return;
        foreach (var dump in dumps)
            await refusals.RemoveAsync(PlanOf(dump), cancellationToken).ConfigureAwait(false);
        retried = true;
    }

    private async Task<InputFile> ChooseAsync(IReadOnlyList<InputFile> dumps, CancellationToken cancellationToken)
    {
        if (dumps.Count == 1)
            return dumps[0];
        var ranked = await RankAsync(dumps, cancellationToken).ConfigureAwait(false);
        foreach (var dump in ranked)
            if (await refusals.FindAsync(PlanOf(dump), cancellationToken).ConfigureAwait(false) is null)
                return dump;
        return ranked[0];
    }

    private async Task<IReadOnlyList<InputFile>> RankAsync(IReadOnlyList<InputFile> dumps, CancellationToken cancellationToken)
    {
        var dated = new List<(InputFile Dump, string? Timestamp)>();
        foreach (var dump in dumps)
            dated.Add((dump, await timestamps.FindAsync(dump, cancellationToken).ConfigureAwait(false)));
        return
        [
            .. dated.OrderByDescending(dump => DumpTime.Parse(dump.Timestamp)).ThenByDescending(dump => dump.Timestamp is not null).ThenByDescending(dump => dump.Dump.File.Sha256, StringComparer.Ordinal)
                .ThenBy(dump => dump.Dump.Name, StringComparer.Ordinal).Select(dump => dump.Dump),
        ];
    }

    private TablePlan PlanOf(InputFile dump) => new()
    {
        Table = Name,
        KeyBytes = RecordingTable.KeyBytes,
        MappingVersion = MappingVersion,
        Rules = new()
        {
            // A file that was refused under a wrong name is tried again under the right one.
            ["compression"] = DumpArchive.CompressionOf(dump.Name),
            ["max_bad_line_share"] = options.Value.MaxBadLineShare.ToString("R", CultureInfo.InvariantCulture),
            ["max_dump_bytes"] = options.Value.MaxDumpBytes.ToString(CultureInfo.InvariantCulture),
            ["max_line_bytes"] = options.Value.MaxLineBytes.ToString(CultureInfo.InvariantCulture),
        },
        Inputs = new() { [Kind] = dump.File.Sha256 },
    };

    /// <summary>
    /// The revisions of all dumps, chosen or not, and how many there are: an instance that knows less than the current pointer's builder never
    /// publishes over it.
    /// </summary>
    private static SortedDictionary<string, long> RevisionsOf(IReadOnlyList<InputFile> dumps)
    {
        var revisions = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["dumps"] = dumps.Count };
        foreach (var dump in dumps)
            revisions[$"{dump.DataSet}/{dump.Slot}"] = dump.Revision;
        return revisions;
    }
}
