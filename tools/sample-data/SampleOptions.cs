namespace SpotifyPlatform.SampleData;

/// <summary>Size and seed of a sample world. Equal options give equal files.</summary>
public sealed record SampleOptions
{
    /// <summary>Tracks in the catalogue, at least 1.</summary>
    public int Tracks { get; init; } = 3_000;

    /// <summary>Audio-analysis shards, 0 to 484. From two on, always with <c>0a</c> and <c>0A</c>, whose names differ only by case.</summary>
    public int Shards { get; init; } = 4;

    /// <summary>Playlists, 0 or more.</summary>
    public int Playlists { get; init; } = 2_000;

    /// <summary>Seed of the random number streams.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>
    /// Segments in an analysis line; beats and code strings follow in proportion. 40 makes lines of about 20 KB for a quick
    /// demo; 900 makes the 0.4 MB of a real song.
    /// </summary>
    public int AnalysisDetail { get; init; } = 40;

    /// <summary>Share of the tracks whose ids fall in the generated shards, 0 to 1; popular tracks more often than others.</summary>
    public double ShardShare { get; init; } = 0.25;

    /// <summary>Rows of the extended listening history, 0 or more.</summary>
    public int Plays { get; init; } = 4_000;

    /// <summary>Also writes each SQLite file as <c>.zst</c>, as the real data set is distributed.</summary>
    public bool Compress { get; init; }

    /// <summary>Tracks in <c>truth/tracks.ndjson</c>; for a larger catalogue the file holds every n-th track, and the manifest says so.</summary>
    public int TruthTracks { get; init; } = 100_000;

    /// <summary>
    /// <c>pairs.ndjson</c> is written when at most this many different tracks are in playlists; above, it is left out and the
    /// manifest says so.
    /// </summary>
    public int TruthPairTracks { get; init; } = 40_000;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Tracks, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Shards);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Shards, 484);
        ArgumentOutOfRangeException.ThrowIfNegative(Playlists);
        ArgumentOutOfRangeException.ThrowIfLessThan(AnalysisDetail, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(Plays);
        ArgumentOutOfRangeException.ThrowIfLessThan(TruthTracks, 1);
        if (ShardShare is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(ShardShare), ShardShare, "A share is 0 to 1.");
    }
}
