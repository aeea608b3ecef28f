using SpotifyPlatform.LookupGateway.Explanations;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.LookupGateway.Tests.Explanations;

public sealed class ExplanationTests
{
    private static readonly AudioFeatures Sound = new(172, .9, .8, .7, .13, .0, .05, .1, -7, 9, 0, 4, 200_000);

    /// <summary>Over random tracks with gaps, weights with zeros, and hybrid tails; the seed is printed by the case's name.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Create_RandomVectorsWeightsAndMasks_ContributionsSumToTheScore(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 2_000; round++)
        {
            var (own, other) = (Random(random), Random(random));
            int? popularity = random.Next(4) == 0 ? null : random.Next(101);
            var tail = round % 3 == 0 ? 20 : 0;
            var query = Tail(FeatureVector.From(own, popularity), tail, random);
            var vector = Tail(FeatureVector.From(other, random.Next(101)), tail, random);
            var asked = round % 2 == 0 ? null : Enumerable.Range(0, 13).Select(_ => random.Next(3) == 0 ? 0 : (float)(100 * random.NextDouble())).ToArray();
            var weights = new Seed(new TrackId(1), query, FeatureVector.Known(own, popularity), own, null).Weights(asked);
            var score = Cosine.Of(query, vector, weights);
            if (double.IsNaN(score))
                continue;

            var explanation = Explanation.Create(query, weights, vector, new AudioFeatureValues(own, popularity), new AudioFeatureValues(other, 5));

            Assert.Equal(score, explanation.Dimensions.Sum(d => d.Contribution), 1e-6);
            Assert.Equal(tail > 0 ? 14 : 13, explanation.Dimensions.Count);
            Assert.All(explanation.Dimensions.Where(d => d.Weight == 0), d => Assert.Equal(0, d.Contribution));
            Assert.All(explanation.Dimensions.Where(d => d.Name != "text" && d.Seed is null), d => Assert.Equal(0, d.Weight));
        }
    }

    [Theory]
    [InlineData("tempo", "both fast: 168 and 172 BPM", true)]
    [InlineData("energy", "both very energetic: 0.95 and 0.90", true)]
    [InlineData("danceability", "less danceable: 0.30 against 0.80", false)]
    [InlineData("acousticness", "more acoustic: 0.82 against 0.13", false)]
    [InlineData("instrumentalness", "both hardly instrumental: 0.00 and 0.00", true)]
    [InlineData("loudness", "quieter: -12.5 against -7.0 dB", false)]
    [InlineData("key", "in C# against A", false)]
    [InlineData("mode", "both minor", true)]
    [InlineData("time_signature", "3 against 4 beats a bar", false)]
    [InlineData("popularity", "about as popular: 45 and 42", true)]
    public void Create_TwoTracks_DescribesThemInMusicalTerms(string dimension, string text, bool agrees)
    {
        var other = Sound with { Tempo = 168, Energy = .95, Danceability = .3, Acousticness = .82, Loudness = -12.5, Key = 1, TimeSignature = 3 };
        var compared = Compare(Sound, 42, other, 45).Dimensions.Single(d => d.Name == dimension);
        Assert.Equal((text, agrees), (compared.Text, compared.Agrees));
    }

    [Theory]
    [InlineData(86, "half as fast, or the same beat counted half: 86 against 172 BPM")]
    [InlineData(343, "twice as fast, or the same beat counted double: 343 against 172 BPM")]
    [InlineData(120, "slower: 120 against 172 BPM")]
    [InlineData(0, "tempo unknown: taken as the lowest")]
    public void Create_TempoThatDiffers_SaysHow(double tempo, string text) => Assert.Equal(text, Compare(Sound, 42, Sound with { Tempo = tempo }, 42).Dimensions[0].Text);

    [Fact]
    public void Create_WhatTheSeedLacks_IsNotCountedAndNoReason()
    {
        var explanation = Compare(Sound with { Key = -1 }, null, Sound, 42);
        var unknown = explanation.Dimensions.Where(d => d.Seed is null).ToList();
        Assert.Equal(["key", "popularity"], unknown.Select(d => d.Name));
        Assert.All(unknown, d => Assert.Equal((0.0, 0.0, $"{d.Name} of the seed unknown: not counted"), (d.Weight, d.Contribution, d.Text)));
        Assert.DoesNotContain(explanation.Agreements.Concat(explanation.Differences), text => text.Contains("unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void Reasons_OfTwoTracks_ComeGreatestFirst()
    {
        var explanation = Compare(Sound, 42, Sound with { Danceability = .1, Acousticness = .3, Mode = 1 }, 42);
        Assert.Equal(["major against minor", "less danceable: 0.10 against 0.80", "more acoustic: 0.30 against 0.13"], explanation.Differences);
        Assert.StartsWith("both very energetic", explanation.Agreements.First(text => !text.StartsWith("equally", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(10, explanation.Agreements.Count());
    }

    private static Explanation Compare(AudioFeatures seed, int? popularity, AudioFeatures other, int otherPopularity)
    {
        var query = FeatureVector.From(seed, popularity);
        var weights = new Seed(new TrackId(1), query, FeatureVector.Known(seed, popularity), seed, null).Weights(null);
        return Explanation.Create(query, weights, FeatureVector.From(other, otherPopularity), new AudioFeatureValues(seed, popularity), new AudioFeatureValues(other, otherPopularity));
    }

    private static float[] Tail(float[] features, int length, Random random) => [.. features, .. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - .5))];

    private static AudioFeatures Random(Random random)
    {
        double? Share() => random.Next(6) == 0 ? null : random.NextDouble();
        return new AudioFeatures(
            random.Next(6) == 0 ? 0 : 40 + 200 * random.NextDouble(), Share(), Share(), Share(), Share(), Share(), Share(), Share(),
            random.Next(6) == 0 ? null : -60 * random.NextDouble() + 1, random.Next(13) - 1, random.Next(6) == 0 ? null : random.Next(2), random.Next(8), 1);
    }
}
