using SpotifyPlatform.LookupGateway.Genres;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests.Genres;

public sealed class GenreDetectionTests
{
    private static readonly AudioFeatures Unknown = new(null, null, null, null, null, null, null, null, null, null, null, null, null);

    /// <summary>The specification's profiles, each of a track that is exactly so, with the rest of its features as such music has them.</summary>
    public static TheoryData<string, AudioFeatures> Exact() => new()
    {
        { "edm", Sound(tempo: 128, energy: .85, danceability: .75, acousticness: .05, instrumentalness: .5, speechiness: .05) },
        { "acoustic-folk", Sound(tempo: 100, energy: .35, danceability: .5, acousticness: .85, instrumentalness: .3, speechiness: .04) },
        { "hip-hop", Sound(tempo: 90, energy: .65, danceability: .7, acousticness: .3, instrumentalness: 0, speechiness: .15) },
        { "classical", Sound(tempo: 90, energy: .1, danceability: .2, acousticness: .8, instrumentalness: .9, speechiness: .02) },
        { "metal", Sound(tempo: 160, energy: .95, danceability: .4, acousticness: .02, instrumentalness: .1, speechiness: .1, loudness: -5) },
        { "jazz", Sound(tempo: 110, energy: .4, danceability: .5, acousticness: .6, instrumentalness: .5, speechiness: .05, liveness: .25) },
    };

    [Theory]
    [MemberData(nameof(Exact))]
    public void Of_TheProfileItself_IsTheGenreFirst(string genre, AudioFeatures track)
    {
        var found = GenreDetection.Detect(track);
        Assert.Equal(genre, found[0].Name);
        Assert.Equal(1, found[0].Similarity, 12);
        Assert.InRange(found.Count, 1, 3);
        Assert.All(found, detected => Assert.InRange(detected.Similarity, .7000001, 1));
        Assert.Equal(found.OrderByDescending(detected => detected.Similarity), found);
    }

    [Theory]
    [InlineData(.0, 1)]
    [InlineData(.1, .8)]
    [InlineData(.149, .702)]
    [InlineData(.151, 0)] // 0.698 is not above 0.7.
    public void Of_DifferentByAsMuchInEveryFeature_IsOneMinusTwiceThat(double difference, double expected)
    {
        var track = Unknown with { Energy = .35 + difference, Acousticness = .85 - difference, Instrumentalness = .3 + difference };
        Assert.Equal(expected, GenreDetection.Detect(track).SingleOrDefault(genre => genre.Name == "acoustic-folk")?.Similarity ?? 0, 9);
    }

    [Fact]
    public void Of_DifferentFeatures_CountAsTheVectorsScaleSays()
    {
        // 14 BPM of 140 and nothing else: the root of 0.01 / 4 is 0.05.
        var edm = Unknown with { Tempo = 142, Energy = .85, Danceability = .75, Acousticness = .05 };
        Assert.Equal(.9, Similarity(edm, "edm"), 9);

        // 6 dB of 60: the root of 0.01 / 3.
        var metal = Unknown with { Energy = .95, Loudness = -11, Acousticness = .02 };
        Assert.Equal(1 - 2 * Math.Sqrt(.01 / 3), Similarity(metal, "metal"), 9);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(256)]
    public void Of_TempoHeardAtHalfOrDouble_IsTheSameGenre(double tempo) =>
        Assert.Equal(1, Similarity(Unknown with { Tempo = tempo, Energy = .85, Danceability = .75, Acousticness = .05 }, "edm"), 9);

    [Fact]
    public void Of_MissingFeatures_AreLeftOutAsLongAsTwoRemain()
    {
        Assert.Equal(1, Similarity(Unknown with { Energy = .95, Loudness = -5 }, "metal"), 9);
        Assert.Equal(1, Similarity(Unknown with { Tempo = 0, Energy = .85, Danceability = .75 }, "edm"), 9);
        Assert.Empty(GenreDetection.Detect(Unknown with { Energy = .95 }));
        Assert.Empty(GenreDetection.Detect(Unknown));
    }

    [Fact]
    public void Of_SoundOfNoProfile_IsNone() =>
        Assert.Empty(GenreDetection.Detect(Sound(tempo: 100, energy: .5, danceability: .1, acousticness: .3, instrumentalness: 0, speechiness: .9, loudness: -40, liveness: .9)));

    private static double Similarity(AudioFeatures track, string genre) => GenreDetection.Detect(track).Single(found => found.Name == genre).Similarity;

    private static AudioFeatures Sound(
        double tempo, double energy, double danceability, double acousticness, double instrumentalness, double speechiness, double loudness = -9, double liveness = .1) =>
        new(tempo, energy, danceability, .5, acousticness, instrumentalness, speechiness, liveness, loudness, 0, 1, 4, 200_000);
}
