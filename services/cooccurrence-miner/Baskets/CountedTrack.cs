namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <param name="Playlists">Kept playlists that contain the track.</param>
internal readonly record struct CountedTrack(PackedTrackId Key, int Playlists) : IComparable<CountedTrack>
{
    public int CompareTo(CountedTrack other) => Key.CompareTo(other.Key);
}
