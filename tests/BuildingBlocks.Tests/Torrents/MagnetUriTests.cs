using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Magnets;

namespace SpotifyPlatform.BuildingBlocks.Tests.Torrents;

public sealed class MagnetUriTests
{
    private const string V1 = "d2474e86c95b19b8bcfdb92bc12c9d44667cfa36";
    private const string V2 = "caf1e1c30e81cb361b9ee167c4aa64228a7fa4fa9f6105232b28ad099f3a302e";

    [Theory]
    [InlineData($"magnet:?xt=urn:btih:{V1}", V1, null)]
    [InlineData("MAGNET:?xt=urn:btih:D2474E86C95B19B8BCFDB92BC12C9D44667CFA36", V1, null)]
    [InlineData("magnet:?xt=urn:btih:2JDU5BWJLMM3RPH5XEV4CLE5IRTHZ6RW", V1, null)]
    [InlineData($"magnet:?xt=urn:btmh:1220{V2}", null, V2)]
    [InlineData($"magnet:?xt.1=urn:btih:{V1}&xt.2=urn:btmh:1220{V2}", V1, V2)]
    public void Parse_Hashes_AreRead(string text, string? v1, string? v2) => Assert.Equal(new InfoHash(v1, v2), MagnetUri.Parse(text).InfoHash);

    [Fact]
    public void Parse_TheRest_IsBoundedAndChecked()
    {
        var magnet = MagnetUri.Parse(
            $"magnet:?xt=urn:btih:{V1}&dn=a+b%0Ac&tr=udp%3A%2F%2Ftracker.example%3A1337&tr=file%3A%2F%2F%2Fetc%2Fpasswd&tr=http%3A%2F%2Fuser%3Ax%40tracker.example%2F&x.pe=10.1.0.2:51413&x.pe=nonsense");

        Assert.Equal("a b?c", magnet.DisplayName);
        Assert.Equal(["udp://tracker.example:1337/"], magnet.Trackers);
        Assert.Equal(["10.1.0.2:51413"], magnet.Peers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://example.org")]
    [InlineData("magnet:?dn=x")]
    [InlineData("magnet:?xt=urn:btih:123")]
    [InlineData("magnet:?xt=urn:btih:0000000000000000000000000000000000000001&xt=urn:btih:0000000000000000000000000000000000000002")]
    public void Parse_WhatNamesNoTorrent_IsRefused(string text) => Assert.Throws<TorrentFormatException>(() => MagnetUri.Parse(text));

    [Fact]
    public void Parse_BeyondTheLimits_IsRefused()
    {
        Assert.Throws<TorrentFormatException>(() => MagnetUri.Parse($"magnet:?xt=urn:btih:{V1}&dn={new string('n', 20_000)}"));
        Assert.Throws<TorrentFormatException>(() => MagnetUri.Parse($"magnet:?xt=urn:btih:{V1}{string.Concat(Enumerable.Repeat("&a=b", 300))}"));
    }
}
