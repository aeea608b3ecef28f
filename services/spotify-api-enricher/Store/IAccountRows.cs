namespace SpotifyPlatform.SpotifyApiEnricher.Store;

/// <summary>What the jobs of accounts read of the store.</summary>
internal interface IAccountRows
{
    /// <summary>The Spotify user id of the account; null before its profile was read.</summary>
    string? UserOf(string account);

    /// <summary>Ids of playlists that the account owns or follows, and of those in the queue, which were not refreshed since.</summary>
    IReadOnlyList<string> DuePlaylists(string account, DateTimeOffset refreshedBefore);

    /// <summary>Whether <c>playlist_ingest_queue</c> has playlists that are not refreshed since.</summary>
    bool HasQueuedPlaylists(DateTimeOffset refreshedBefore);

    /// <summary>Owners of the account's playlists whose profile was not read since.</summary>
    IReadOnlyList<string> DueUsers(string account, DateTimeOffset readBefore);
}

/// <summary>Tracks that lack audio features.</summary>
internal interface IFeatureGaps
{
    /// <summary>Tracks without <c>audio_features_json</c>, in the order of ids.</summary>
    IReadOnlyList<string> TracksWithoutFeatures(string after, int limit);

    Task SaveFeaturesAsync(IReadOnlyCollection<(string TrackId, string Json)> features, CancellationToken cancellationToken);
}
