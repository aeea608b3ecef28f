using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>
/// Joins tracks, features and matches by track id, counts the tracks with features by popularity and what is left out, and gives the tracks of tier A, whole.
/// </summary>
internal sealed class TrackJoin(Table tracks, Table features, Table? matches, int minPopularity, TableWriter counts) : IDisposable
{
    private const int BatchSize = 1000;

    private readonly Table.Cursor track = tracks.Scan();
    private readonly Table.Cursor feature = features.Scan();
    private readonly Table.Cursor? match = matches?.Scan();

    /// <summary>The next tracks of tier A, ascending; empty at the end.</summary>
    public IReadOnlyList<JoinedTrack> NextBatch(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new List<JoinedTrack>(BatchSize);
        while (batch.Count < BatchSize && feature.MoveNext())
            if (Join() is { } joined)
                batch.Add(joined);
        return batch;
    }

    public void Dispose()
    {
        track.Dispose();
        feature.Dispose();
        match?.Dispose();
    }

    /// <returns>Null for a track that is not of tier A.</returns>
    private JoinedTrack? Join()
    {
        if (!track.MoveTo(feature.Key))
            return LeftOut("not_in_catalog");
        // A row without any value would become the vector of a silent track.
        var values = FeatureTable.Read(feature.Value);
        if (values with { DurationMs = null } == AudioFeatures.None)
            return LeftOut("no_values");
        var row = new TrackRow(track.Value);
        counts.Count(TablePopularity.Bucket(row.Popularity));
        if (row.Popularity < minPopularity)
            return LeftOut("below_min_popularity");
        var id = TrackId.FromKey(feature.Key);
        return new JoinedTrack(new TrackProfile(id, values, row.Describe(id), Mbid()), FeatureVector.Known(values, row.KnownPopularity));
    }

    private Mbid? Mbid() => match?.MoveTo(feature.Key) == true ? MatchTable.MbidOf(match.Value) : null;

    private JoinedTrack? LeftOut(string reason)
    {
        counts.LeaveOut(reason);
        return null;
    }
}

/// <param name="Known">Which of its values are known.</param>
internal sealed record JoinedTrack(TrackProfile Profile, bool[] Known);
