using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

/// <summary>Real .torrent files; libtorrent 2.0.8 takes and refuses the same ones, with the same info hashes.</summary>
public sealed class SampleTorrentTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_SAMPLES") is { } samples ? Path.Combine(samples, "torrents", "fixtures") : null;

    [SkippableTheory]
    [InlineData("alice", "722fe65b2aa26d14f35b4ad627d20236e481d924")]
    [InlineData("bunny", "af8f10f30bf9aefecf3686922bfa0d5bd290a395")]
    [InlineData("folder", "b88da2caac6648e6c7d7687e3f89085f7e230e6b")]
    [InlineData("leaves", "d2474e86c95b19b8bcfdb92bc12c9d44667cfa36")]
    [InlineData("leaves-metadata", "d2474e86c95b19b8bcfdb92bc12c9d44667cfa36")]
    [InlineData("lots-of-numbers", "114ead6243792ba56297edbb9a78dfba84d4fc00")]
    [InlineData("numbers", "89d97c2261a21b040cf11caa661a3ba7233bb7e6")]
    [InlineData("sintel", "c334138ef5bfc2d568ea7324e0e2a3a7ec229bdd")]
    public void Read_RealTorrents_HaveTheirInfoHash(string name, string hash) => Assert.Equal(new InfoHash(hash, null), Read(name).InfoHash);

    [SkippableFact]
    public void Read_TheCorruptOne_IsRefused() =>
        Assert.Contains("no name", Assert.Throws<TorrentFormatException>(() => Read("corrupt")).Message, StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData("alice")]
    [InlineData("leaves")]
    [InlineData("folder")]
    [InlineData("numbers")]
    [InlineData("lots-of-numbers")]
    public void Verify_TheirContent_IsComplete(string name)
    {
        var torrent = Read(name);
        var verifier = new FileVerifier(torrent, file => Path.Combine(Folder!, file.Path));

        Assert.All(torrent.Files, file => Assert.True(verifier.Verify(file, new VerifyOptions(), null, (_, _) => { }, _ => { }, CancellationToken.None).IsComplete));
    }

    private static TorrentMetadata Read(string name)
    {
        Skip.If(Folder is null, "SPOTIFYPLATFORM_SAMPLES is not set.");
        return TorrentReader.ReadFile(Path.Combine(Folder, $"{name}.torrent"));
    }
}
