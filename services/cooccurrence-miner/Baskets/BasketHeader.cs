using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SpotifyPlatform.CooccurrenceMiner.Rules;

namespace SpotifyPlatform.CooccurrenceMiner.Baskets;

/// <summary>The first bytes of a basket file: its input, its counts, and the hash of its sections.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct BasketHeader
{
    /// <summary>Bytes before the first section.</summary>
    public const int Bytes = 4096;

    /// <summary>"SPBASKET" as a little-endian number, so that a big-endian machine refuses the file.</summary>
    private const ulong ExpectedMagic = 0x54454B5341425053;
    private const int ExpectedVersion = 1;

    public ulong Magic;
    public int Version;
    public int MinPlaylistTracks;
    public int MaxPlaylistTracks;
    public int MinPopularityExclusive;
    public int MinPairCount;
    public int Tracks;
    public long Playlists;
    public long TooShort;
    public long TooLong;
    public long Entries;
    public Hash ContentSha256;
    public Hash BodySha256;
    public Hash OwnSha256;

    public static BasketHeader Of(MiningRules rules, FrequencyPass frequencies, long entries, ReadOnlySpan<byte> contentSha256)
    {
        var header = new BasketHeader
        {
            Magic = ExpectedMagic,
            Version = ExpectedVersion,
            MinPlaylistTracks = rules.MinPlaylistTracks,
            MaxPlaylistTracks = rules.MaxPlaylistTracks,
            MinPopularityExclusive = rules.MinPopularityExclusive,
            MinPairCount = rules.MinPairCount,
            Tracks = frequencies.Tracks.Length,
            Playlists = frequencies.Playlists,
            TooShort = frequencies.TooShort,
            TooLong = frequencies.TooLong,
            Entries = entries,
        };
        contentSha256.CopyTo(header.ContentSha256);
        return header;
    }

    /// <summary>Sets the hash of the body, then the header's own hash over all fields before it.</summary>
    public void Seal(byte[] bodySha256)
    {
        bodySha256.CopyTo(BodySha256);
        OwnHash().CopyTo(OwnSha256);
    }

    /// <exception cref="InvalidDataException">The header is corrupt or of another version.</exception>
    public readonly void Check(string path)
    {
        if (Magic != ExpectedMagic || Version != ExpectedVersion || !OwnHash().AsSpan().SequenceEqual(OwnSha256))
            throw new InvalidDataException($"{path} is not a basket file of version {ExpectedVersion}, or its header is corrupt. Delete it to have it rebuilt.");
    }

    /// <summary>Whether the file was built from baskets of this content under these rules.</summary>
    public readonly bool IsOf(MiningRules rules, ReadOnlySpan<byte> contentSha256) =>
        MinPlaylistTracks == rules.MinPlaylistTracks && MaxPlaylistTracks == rules.MaxPlaylistTracks
        && MinPopularityExclusive == rules.MinPopularityExclusive && MinPairCount == rules.MinPairCount && contentSha256.SequenceEqual(ContentSha256);

    private readonly byte[] OwnHash()
    {
        var own = this;
        var all = MemoryMarshal.AsBytes(new Span<BasketHeader>(ref own));
        return SHA256.HashData(all[..^SHA256.HashSizeInBytes]);
    }

    [InlineArray(SHA256.HashSizeInBytes)]
    internal struct Hash
    {
        private byte first;
    }
}
