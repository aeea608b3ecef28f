namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>Artists of an account whose metadata have not been asked for yet.</summary>
internal interface IArtistRequests
{
    /// <summary>Artists of music that are not marked, in the order of names, each with a track of theirs that has a URI, if any.</summary>
    IReadOnlyList<NewArtist> ListNew(int max);

    Task MarkAsync(IReadOnlyList<NewArtist> artists, CancellationToken cancellationToken);
}

/// <summary>An artist as exports name them.</summary>
internal sealed record NewArtist(string Name, string? TrackUri);
