using SpotifyPlatform.Benchmarks.Adversarial;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

/// <summary>A short slice; <c>tools/dev fuzz torrent</c> is the long run.</summary>
public sealed class TorrentFuzzTests
{
    [Fact]
    public void Read_MutatedTorrents_EndInMetadataOrARefusal() =>
        Assert.Equal(0, TorrentFuzz.Run(["--runs", "5000", "--seed", "27", "--memory", "9223372036854775807"]));
}
