using SpotifyPlatform.Benchmarks.Adversarial;

namespace SpotifyPlatform.ShardExtractor.Tests.Extraction;

/// <summary>Short slices; <c>tools/dev fuzz extract --runs 1000000</c> is a long run.</summary>
public sealed class FuzzTests
{
    /// <summary>The memory of the test process is that of all tests.</summary>
    private static readonly string[] AnyMemory = ["--memory", "9223372036854775807"];

    [Theory]
    [InlineData("31")]
    [InlineData("32")]
    public void Extract_MutatedInputs_EndInRowsRefusalsOrFaults(string seed) =>
        Assert.Equal(0, FuzzVerb.Run(["--runs", "1500", "--seed", seed, .. AnyMemory]));

    [Fact]
    public void Read_MutatedDatabases_EndInRowsOrRefusals() => Assert.Equal(0, SqliteFuzz.Run(["--runs", "600", "--seed", "33", .. AnyMemory]));

    [Fact]
    public void Decompress_MutatedDatabases_EndInAFileOrARefusal() => Assert.Equal(0, ZstdFuzz.Run(["--runs", "1000", "--seed", "34", .. AnyMemory]));
}
