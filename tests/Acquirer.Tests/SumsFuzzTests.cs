using SpotifyPlatform.Benchmarks.Adversarial;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>A short slice; <c>tools/dev fuzz sums</c> is the long run.</summary>
public sealed class SumsFuzzTests
{
    [Fact]
    public void Read_MutatedLists_EndInAListOrAnError() =>
        Assert.Equal(0, SumsFuzz.Run(["--runs", "1000", "--seed", "36", "--memory", "9223372036854775807"]));
}
