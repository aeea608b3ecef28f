using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.LookupGateway.Accesses;

/// <summary>
/// The accesses of each track since the producer's life began. When there are too many tracks for the memory, a new producer begins: a
/// reader sums over producers.
/// </summary>
internal sealed class AccessTotals(int maxTracks)
{
    private readonly Dictionary<ByteString, long> counts = [];
    private ByteString producer = NewProducer();

    /// <summary>Adds accesses and returns the event of the tracks' totals.</summary>
    /// <param name="accesses">Each track once, with its accesses since the last call.</param>
    public TracksAccessed Add(IReadOnlyList<AccessedTrack> accesses)
    {
        if (counts.Count > 0 && counts.Count + accesses.Count > maxTracks)
        {
            counts.Clear();
            producer = NewProducer();
        }

        var message = new TracksAccessed { Producer = producer };
        foreach (var track in accesses)
        {
            var count = counts[track.SpotifyId] = counts.GetValueOrDefault(track.SpotifyId) + track.Count;
            message.Tracks.Add(new AccessedTrack { SpotifyId = track.SpotifyId, Count = count, LastAccessedMs = track.LastAccessedMs });
        }

        return message;
    }

    private static ByteString NewProducer() => ByteString.CopyFrom(Guid.NewGuid().ToByteArray(bigEndian: true));
}
