namespace SpotifyPlatform.Torrents.Metadata;

/// <summary>What the <c>info</c> dictionary says.</summary>
internal sealed class InfoContent
{
    public required string Name { get; init; }

    public required int PieceLength { get; init; }

    public required bool HasV1 { get; init; }

    public required bool HasV2 { get; init; }

    public bool IsPrivate { get; init; }

    /// <summary>The v1 hashes.</summary>
    public ReadOnlyMemory<byte> Pieces { get; init; }

    public IReadOnlyList<ListedFile> V1Files { get; init; } = [];

    public IReadOnlyList<ListedFile> V2Files { get; init; } = [];
}

/// <param name="Path">Below the torrent's folder, or the torrent's name where the file is the only one.</param>
/// <param name="Root">Of the v2 tree.</param>
internal sealed record ListedFile(string Path, long Length, bool IsPadding, ReadOnlyMemory<byte> Root);
