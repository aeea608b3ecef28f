using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>Derives the table of tracks by ISRC from the table of tracks.</summary>
internal sealed class TracksByIsrc(TableStore store) : IDerivedTable
{
    /// <summary>Raised by every change of what is written.</summary>
    private const int MappingVersion = 1;

    private const int RowsBetweenReports = 1 << 16;

    public string Name => TracksByIsrcTable.Name;

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        if (await store.FindCurrentAsync(TrackTable.Name, cancellationToken).ConfigureAwait(false) is not { } tracks)
            return WantedTable.WaitFor("The tracks are not built yet.");
        var plan = new TablePlan
        {
            Table = Name, KeyBytes = TracksByIsrcTable.KeyBytes, MappingVersion = MappingVersion, Rules = [],
            Inputs = new() { [TrackTable.Name] = tracks.ContentSha256 },
        };
        var manifest = await store.FindAsync(TrackTable.Name, tracks.Id, cancellationToken).ConfigureAwait(false);
        return WantedTable.Of(plan, new() { [TrackTable.Name] = tracks.Number }, manifest?.Rows ?? 0);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        using var tracks = await store.OpenContentAsync(TrackTable.Name, plan.Inputs[TrackTable.Name], cancellationToken).ConfigureAwait(false);
        await Task.Run(() => Write(tracks, writer, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private static void Write(Table tracks, TableWriter writer, IProgress<long> progress, CancellationToken cancellationToken)
    {
        Span<byte> key = stackalloc byte[TracksByIsrcTable.KeyBytes];
        Span<byte> value = stackalloc byte[TracksByIsrcTable.ValueBytes];
        var withoutIsrc = 0L;
        using var rows = tracks.Scan();
        for (var read = 1L; rows.MoveNext(); read++)
        {
            var track = new TrackRow(rows.Value);
            if (track.IsrcCode is { IsEmpty: false } isrc)
            {
                isrc.CopyTo(key);
                rows.Key.CopyTo(key[TracksByIsrcTable.IsrcBytes..]);
                TracksByIsrcTable.WriteValue(value, track.DurationMs, track.Popularity);
                writer.Add(key, value);
            }
            else
            {
                withoutIsrc++;
            }

            if (read % RowsBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Report(read);
            }
        }

        writer.Count(TracksByIsrcTable.WithoutIsrc, withoutIsrc);
    }
}
