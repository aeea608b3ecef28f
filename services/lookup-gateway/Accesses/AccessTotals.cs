using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>
/// The accesses of each track since the producer's life began. When there are too many tracks for the memory, a new producer begins: a
/// reader sums over producers.
/// </summary>
internal sealed class AccessTotals(int maxTracks)
{
    private readonly Dictionary<TrackId, long> counts = [];
    private Guid producer = Guid.NewGuid();

    /// <summary>Adds accesses and returns the tracks' totals.</summary>
    /// <param name="accesses">Each track once, with its accesses since the last call.</param>
    public AccessCounts Add(IReadOnlyList<TrackAccess> accesses)
    {
        if (counts.Count > 0 && counts.Count + accesses.Count > maxTracks)
        {
            counts.Clear();
            producer = Guid.NewGuid();
        }

        return new AccessCounts(producer, [.. accesses.Select(track => track with { Count = counts[track.Id] = counts.GetValueOrDefault(track.Id) + track.Count })]);
    }
}
