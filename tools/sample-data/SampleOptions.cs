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

    /// <summary>
    /// Distributions of the real data set (popularity, playlist length, artists, genres, ISRCs, recordings) instead of those that let a
    /// world of a few thousand tracks have vectors and pairs.
    /// </summary>
    public bool FullSizeShape { get; init; }

    /// <summary>Also writes each SQLite file as <c>.zst</c>, as the real data set is distributed.</summary>
    public bool Compress { get; init; }

    /// <summary>
    /// Tracks in <c>truth/tracks.ndjson</c>; of a larger catalogue about so many, half of them from those that can have pairs.
    /// </summary>
    public int TruthTracks { get; init; } = 100_000;

    /// <summary>Tracks of a catalogue whose <c>pairs.ndjson</c> is written; a larger one has <c>cooccurring.ndjson</c> instead.</summary>
    public int TruthPairTracks { get; init; } = 40_000;

    /// <summary>Tracks in <c>cooccurring.ndjson</c>, about, beside those of <c>similar.ndjson</c>.</summary>
    public int TruthSeeds { get; init; } = 500;

    /// <summary>A share of the real data set in the shape of the whole.</summary>
    /// <param name="scale">1 is all of it: 256,039,007 tracks, 6,608,769 playlists and 484 shards. Above 0, to 1.</param>
    public static SampleOptions AtScale(double scale)
    {
        if (scale is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "A scale is above 0 and at most 1.");
        return new()
        {
            Tracks = Math.Max(1, (int)Math.Round(256_039_007 * scale)),
            Playlists = (int)Math.Round(6_608_769 * scale),
            Shards = Math.Max(1, (int)Math.Round(484 * scale)),
            AnalysisDetail = 10,
            ShardShare = 0.153,
            FullSizeShape = true,
            TruthTracks = 10_000,
        };
    }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Tracks, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Shards);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Shards, 484);
        ArgumentOutOfRangeException.ThrowIfNegative(Playlists);
        ArgumentOutOfRangeException.ThrowIfLessThan(AnalysisDetail, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(Plays);
        ArgumentOutOfRangeException.ThrowIfLessThan(TruthTracks, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(TruthSeeds);
        if (ShardShare is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(ShardShare), ShardShare, "A share is 0 to 1.");
    }
}
