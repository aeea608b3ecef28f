using SpotifyPlatform.Torrents.Metadata;

namespace SpotifyPlatform.Torrents.Verification;

/// <summary>What a file on the disk is, compared with the torrent.</summary>
/// <param name="Length">Bytes on the disk; null where there is no regular file.</param>
/// <param name="ModifiedTicks">UTC ticks of the last write, read before its bytes.</param>
/// <param name="BadPieces">Pieces of the file that do not hash, in ascending order. A piece that a neighbour shares may be bad because of the neighbour.</param>
/// <param name="Sha256">Of its bytes, lower-case hexadecimal; null unless it was asked for and the length fits.</param>
/// <param name="IsStable">Whether length and time of writing were the same afterwards.</param>
public sealed record FileVerdict(TorrentFile File, long? Length, long ModifiedTicks, IReadOnlyList<int> BadPieces, string? Sha256, bool IsStable)
{
    public bool LengthFits => Length == File.Length;

    /// <summary>Whether all of its pieces hash, its length fits, and nobody wrote to it meanwhile.</summary>
    public bool IsComplete => IsStable && LengthFits && BadPieces.Count == 0;
}
