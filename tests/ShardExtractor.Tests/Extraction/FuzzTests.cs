using SpotifyPlatform.Benchmarks.Adversarial;

namespace SpotifyPlatform.ShardExtractor.Tests.Extraction;

/// <summary>A short slice; <c>benchmarks fuzz extract --runs 1000000</c> is the long run.</summary>
public sealed class FuzzTests
{
    [Theory]
    [InlineData("31")]
    [InlineData("32")]
    public void Extract_MutatedInputs_EndInRowsRefusalsOrFaults(string seed) =>
        Assert.Equal(0, FuzzVerb.Run(["--runs", "1500", "--seed", seed]));
}
