namespace SpotifyPlatform.Torrents;

/// <summary>What a torrent is known by: the hash of the original bytes of its <c>info</c> dictionary.</summary>
/// <param name="V1">SHA-1, 40 lower-case hexadecimal digits; null for a torrent that is v2 alone.</param>
/// <param name="V2">SHA-256, 64 lower-case hexadecimal digits; null for a torrent that is v1 alone.</param>
public sealed record InfoHash(string? V1, string? V2)
{
    private const int V1Digits = 40;

    /// <summary>The 40 digits that engines, trackers and peers use: of v2 the first 40 (BEP 52).</summary>
    public string WireName => V1 ?? V2![..V1Digits];

    public override string ToString() => V1 ?? V2!;
}
