namespace SpotifyPlatform.Lake.Listening;

/// <summary>The listening statistics of artists, from the plays of one account.</summary>
public interface IArtistListeningSource
{
    /// <summary>An artist each, in no order; none while the account has no plays.</summary>
    IAsyncEnumerable<ArtistListening> ReadAsync(CancellationToken cancellationToken);
}

/// <param name="ArtistId">Null where the plays give a name alone and no table knows it.</param>
/// <param name="TrackCount">Different tracks.</param>
public sealed record ArtistListening(
    string ArtistName, string? ArtistId, long PlayCount, long TrackCount, long MsPlayed, DateTimeOffset FirstPlayedAt, DateTimeOffset LastPlayedAt);
