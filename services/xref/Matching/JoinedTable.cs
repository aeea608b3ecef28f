using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Xref.Matching;

/// <summary>A table that is made of the join of tracks and recordings. Without recordings no track has a match.</summary>
internal abstract class JoinedTable(TableStore store) : IDerivedTable
{
    /// <summary>Stands for the content of recordings that were never published.</summary>
    private const string None = "none";

    public abstract string Name { get; }

    protected abstract int KeyBytes { get; }

    /// <summary>Raised by every change of what is written.</summary>
    protected abstract int MappingVersion { get; }

    public async Task<WantedTable> WantAsync(CancellationToken cancellationToken)
    {
        if (await store.FindCurrentAsync(TracksByIsrcTable.Name, cancellationToken).ConfigureAwait(false) is not { } tracks)
            return WantedTable.WaitFor("The tracks by ISRC are not built yet.");
        var recordings = await store.FindCurrentAsync(RecordingTable.Name, cancellationToken).ConfigureAwait(false);
        var plan = new TablePlan
        {
            Table = Name, KeyBytes = KeyBytes, MappingVersion = MappingVersion, Rules = [],
            Inputs = new() { [TracksByIsrcTable.Name] = tracks.ContentSha256, [RecordingTable.Name] = recordings?.ContentSha256 ?? None },
        };
        var manifest = await store.FindAsync(TracksByIsrcTable.Name, tracks.Id, cancellationToken).ConfigureAwait(false);
        return WantedTable.Of(plan, new() { [TracksByIsrcTable.Name] = tracks.Number, [RecordingTable.Name] = recordings?.Number ?? 0 }, manifest?.Rows ?? 0);
    }

    public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
    {
        using var tracks = await store.OpenContentAsync(TracksByIsrcTable.Name, plan.Inputs[TracksByIsrcTable.Name], cancellationToken).ConfigureAwait(false);
        using var recordings = plan.Inputs[RecordingTable.Name] is not None and var content
            ? await store.OpenContentAsync(RecordingTable.Name, content, cancellationToken).ConfigureAwait(false)
            : null;
        await Task.Run(() => Write(new IsrcJoin(tracks, recordings), writer, rows, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    protected abstract void Write(IsrcJoin join, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken);
}
