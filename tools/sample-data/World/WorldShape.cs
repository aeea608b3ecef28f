namespace SpotifyPlatform.SampleData.World;

/// <summary>The distributions that a small world and one of full-size shape have apart.</summary>
internal sealed record WorldShape
{
    private const int MaxPopularity = 100;

    /// <summary>Enough tracks over the platform's thresholds for a few thousand tracks to have vectors and pairs.</summary>
    private static readonly WorldShape Small = new()
    {
        BlockTracks = 24,
        BlockAlbums = 4,
        BlockArtists = 2,
        BlocksPerScene = int.MaxValue,
        ArtistWeight = new((0, 1), (1, 3)),
        ArtistPopularity = new((0, 0), (1, 85)),
        TrackPopularity = new((0, 0), (0.22, 2), (0.40, 11), (0.59, 30), (0.6925, 34.2), (0.795, 46.7), (0.8975, 67.7), (1, 97)),
        Listed = Weights(_ => 1),
        Reach = Weights(popularity => (popularity + 1.0) * (popularity + 1.0)),
        PlaylistTracks = new((0, 1), (0.03, 5), (0.031, 8), (0.27, 10), (0.49, 24), (0.72, 90), (0.86, 178), (0.95, 290), (0.992, 500), (1, 640)),
        ShardFactor = popularity => 0.6 + 0.8 * popularity / 50,
        Guests = (One: 15, Two: 5),
        GuestSkew = 1,
        TagsFrom = 0.125,
        InMusicBrainzFrom = 0,
        Fame = [new(From: 0, Reissued: 0.14, Coded: 0.20, CodedByPopularity: 0.6, Uncoded: 0.18, Unreleased: 0.08, UnreleasedCoded: 0.5)],
    };

    /// <summary>
    /// The real data set (cut-off July 2025) and MusicBrainz dump (January 2026). Known of it, per 256,039,007 tracks: 59 M albums,
    /// 15.4 M artists, 348 M artist links, 2.2 M genre links; 70 % of the tracks unplayed, 15 M with popularity from 30, 210,000
    /// from 50; 6,608,769 playlists with 257 rows on average and 47.3 M different tracks; 33.5 M analyses; 37.5 M recordings by
    /// 2.8 M artists, 5.48 M ISRC rows, which meet 17.0 M tracks; 186 M different ISRCs.
    /// </summary>
    private static readonly WorldShape FullSize = new()
    {
        BlockTracks = 512,
        BlockAlbums = 118,
        BlockArtists = 31,
        BlocksPerScene = 64,
        ArtistWeight = new((0, 1), (0.5, 2), (0.75, 4), (0.9, 10), (0.95, 20), (0.98, 50), (0.99, 100), (0.998, 500), (1, 2_000)),
        ArtistPopularity = new((0, 0), (0.6, 0), (0.85, 10), (0.96, 30), (0.995, 50), (0.9999, 80), (1, 100)),
        TrackPopularity = new((0, 0), (0.71, 1), (0.86, 10), (0.9414, 30), (0.985, 37), (0.997, 43), (0.99918, 50), (0.99985, 60), (0.99999, 75), (1, 100)),
        Listed = Weights(popularity => popularity switch { 0 => 0.03, < 10 => 0.27, _ => 0.98 }),
        Reach = Weights(popularity => popularity == 0 ? 7 : Power(1.16, Math.Min(popularity, 60))),
        PlaylistTracks = new((0, 1), (0.05, 5), (0.1, 14), (0.25, 46), (0.5, 110), (0.75, 245), (0.9, 520), (0.95, 790), (0.99, 2_000), (0.999, 6_000), (1, 10_000)),
        ShardFactor = popularity => popularity > 0 ? 3.117 : 0.0935,
        Guests = (One: 20, Two: 8),
        GuestSkew = 3,
        TagsFrom = 0.93,
        InMusicBrainzFrom = 0.82,
        Fame =
        [
            new(From: 0, Reissued: 0.24, Coded: 0, CodedByPopularity: 0, Uncoded: 0, Unreleased: 0, UnreleasedCoded: 0),
            new(From: 0.82, Reissued: 0.3, Coded: 0.02, CodedByPopularity: 0, Uncoded: 0.75, Unreleased: 0.55, UnreleasedCoded: 0.02),
            new(From: 0.92, Reissued: 0.97, Coded: 0.75, CodedByPopularity: 0.2, Uncoded: 0.75, Unreleased: 0.55, UnreleasedCoded: 0.02),
        ],
    };

    /// <summary>Tracks of a block; see <see cref="PlanBlock"/>.</summary>
    public required int BlockTracks { get; init; }

    public required int BlockAlbums { get; init; }

    public required int BlockArtists { get; init; }

    /// <summary>Blocks whose tracks have the same listeners; a genre has at least <see cref="Playlists.TrackSampler.Scenes"/> scenes.</summary>
    public required int BlocksPerScene { get; init; }

    /// <summary>The share of a block's albums that an artist has, relative to the others.</summary>
    public required Quantiles ArtistWeight { get; init; }

    public required Quantiles ArtistPopularity { get; init; }

    public required Quantiles TrackPopularity { get; init; }

    /// <summary>Share of the tracks that can be in playlists, by popularity.</summary>
    public required double[] Listed { get; init; }

    /// <summary>How often a listed track is in playlists, relative to others, by its popularity.</summary>
    public required double[] Reach { get; init; }

    /// <summary>Distinct tracks of a playlist.</summary>
    public required Quantiles PlaylistTracks { get; init; }

    /// <summary>How much more often than <see cref="SampleOptions.ShardShare"/> a track of a popularity is in the generated shards.</summary>
    public required Func<int, double> ShardFactor { get; init; }

    /// <summary>Tracks with one and with two guest artists, percent.</summary>
    public required (int One, int Two) Guests { get; init; }

    /// <summary>1: all artists of a genre are guests equally often; 3: a few far more often than others.</summary>
    public required int GuestSkew { get; init; }

    /// <summary>Artists of less fame have no genre.</summary>
    public required double TagsFrom { get; init; }

    /// <summary>Artists of less fame are unknown to MusicBrainz.</summary>
    public required double InMusicBrainzFrom { get; init; }

    /// <summary>Ascending; the first from 0.</summary>
    public required FameClass[] Fame { get; init; }

    public static WorldShape Of(SampleOptions options) => options.FullSizeShape ? FullSize : Small;

    /// <param name="fame">0 to 1, uniform over the artists.</param>
    public FameClass ClassOf(double fame)
    {
        var i = Fame.Length - 1;
        while (i > 0 && Fame[i].From > fame)
            i--;
        return Fame[i];
    }

    private static double[] Weights(Func<int, double> of) => [.. Enumerable.Range(0, MaxPopularity + 1).Select(of)];

    private static double Power(double value, int exponent)
    {
        var power = 1.0;
        for (; exponent > 0; exponent--)
            power *= value;
        return power;
    }
}

/// <summary>What depends on how well an artist is known.</summary>
/// <param name="From">Least fame, 0 to 1.</param>
/// <param name="Reissued">Share of the tracks of a later album that repeat one of the album before.</param>
/// <param name="Coded">Share of the recordings that MusicBrainz has with an ISRC.</param>
/// <param name="CodedByPopularity">Added for popularity 100, and in proportion.</param>
/// <param name="Uncoded">Share of the other recordings that MusicBrainz has without an ISRC.</param>
/// <param name="Unreleased">Recordings that only MusicBrainz has, per recording.</param>
/// <param name="UnreleasedCoded">Share of them with an ISRC.</param>
internal readonly record struct FameClass(double From, double Reissued, double Coded, double CodedByPopularity, double Uncoded, double Unreleased, double UnreleasedCoded);
