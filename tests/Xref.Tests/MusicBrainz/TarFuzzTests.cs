using SpotifyPlatform.Benchmarks.Adversarial;

namespace SpotifyPlatform.Xref.Tests.MusicBrainz;

/// <summary>A short slice; <c>tools/dev fuzz tar</c> is the long run.</summary>
public sealed class TarFuzzTests
{
    [Fact]
    public void Read_MutatedArchives_EndInMembersOrAnError() =>
        Assert.Equal(0, TarFuzz.Run(["--runs", "3000", "--seed", "35", "--memory", "9223372036854775807"]));
}
