using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Torrents;
using SpotifyPlatform.Torrents.Metadata;
using SpotifyPlatform.Torrents.Pieces;
using SpotifyPlatform.Torrents.Verification;

namespace SpotifyPlatform.Acquirer.Downloads;

/// <summary>
/// A torrent whose data are in a destination. Its .torrent file and what was verified of it are in the destination's state folder, so that every instance that mounts it knows
/// which files are not to be taken yet.
/// </summary>
internal sealed class DownloadedTorrent
{
    /// <summary>What an engine appends to the name of a file that is not whole.</summary>
    public const string PartSuffix = ".part";

    private const string TorrentSuffix = ".torrent";
    private const string StateSuffix = ".pieces";

    public DownloadedTorrent(TorrentMetadata metadata, Destination destination, Func<string, bool> isWanted)
    {
        (Metadata, Destination) = (metadata, destination);
        foreach (var file in metadata.Files.Where(file => !file.IsPadding))
            if (!destination.TryPathOf(file.Path, out _, out var fault))
                throw new InvalidDataException($"'{file.Path}' of {metadata.Name} {fault}.");
        Wanted = [.. metadata.Files.Where(file => !file.IsPadding && isWanted(file.Path))];
        Map = new PieceMap(metadata);
        State = VerificationState.Load(destination.StatePath(metadata.InfoHash + StateSuffix), metadata, PathOf);
    }

    public TorrentMetadata Metadata { get; }

    public Destination Destination { get; }

    public PieceMap Map { get; }

    public VerificationState State { get; }

    public IReadOnlyList<TorrentFile> Wanted { get; }

    /// <summary>The torrents of a destination.</summary>
    /// <exception cref="InvalidDataException">One is damaged.</exception>
    public static IEnumerable<DownloadedTorrent> In(Destination destination, Func<string, bool> isWanted)
    {
        if (!Directory.Exists(destination.StatePath("")))
            yield break;
        foreach (var path in Directory.EnumerateFiles(destination.StatePath(""), "*" + TorrentSuffix).Order(StringComparer.Ordinal))
            yield return new DownloadedTorrent(Read(path), destination, isWanted);
    }

    private static TorrentMetadata Read(string path)
    {
        try
        {
            return TorrentReader.ReadFile(path);
        }
        catch (TorrentFormatException ex)
        {
            throw new InvalidDataException($"{path} is damaged: {ex.Message} Delete it; the next download writes it again.", ex);
        }
    }

    /// <summary>Puts the .torrent file into the state folder.</summary>
    public static void Keep(TorrentMetadata metadata, Destination destination)
    {
        var path = destination.StatePath(metadata.InfoHash + TorrentSuffix);
        if (!File.Exists(path))
            Artifacts.Durable.StagedFile.WriteAll(path, metadata.Original.Span);
    }

    /// <summary>Where a file is on the disk: under its name, or while an engine writes it under that with the suffix.</summary>
    public string PathOf(TorrentFile file)
    {
        var path = FinalPathOf(file);
        return File.Exists(path) || !File.Exists(path + PartSuffix) ? path : path + PartSuffix;
    }

    public string FinalPathOf(TorrentFile file) => Path.Combine(Destination.Folder, file.Path);

    /// <summary>What a file is that has its name and whose pieces all hashed, or null.</summary>
    public VerifiedContent? FindComplete(TorrentFile file) =>
        File.Exists(FinalPathOf(file)) && State.FindComplete(file) is { Sha256: { } sha256 } hashed ? new VerifiedContent(hashed.Length, hashed.ModifiedTicks, sha256) : null;

    public bool IsComplete(TorrentFile file) => FindComplete(file) is not null;

    /// <summary>What is missing of the wanted files.</summary>
    /// <param name="arrived">Pieces that do not count as missing, although they were not hashed here yet.</param>
    public DownloadGaps FindGaps(PieceBits? arrived = null)
    {
        var known = State.CopyBits();
        var missing = Wanted.Where(file => !IsComplete(file)).ToList();
        // Files are in the order of their pieces, and share at most their last piece with the next one.
        var (pieces, counted, bytes) = (0, -1, 0L);
        foreach (var file in missing)
        {
            if (Map.PiecesOf(file.Index) is not { } range)
                continue;
            for (var piece = range.First; piece <= range.Last; piece++)
            {
                if (known[piece] || arrived?[piece] == true)
                    continue;
                pieces += piece > counted ? 1 : 0;
                counted = piece;
                var start = (long)piece * Metadata.PieceLength;
                bytes += Math.Min(file.End, start + Metadata.LengthOf(piece)) - Math.Max(file.Offset, start);
            }
        }

        return new DownloadGaps([.. missing.Select(file => file.Path)], pieces, bytes);
    }
}

/// <summary>What is missing of a torrent.</summary>
/// <param name="Files">Names of the files that are not whole.</param>
/// <param name="Bytes">Of the files, in the pieces that are missing.</param>
internal sealed record DownloadGaps(IReadOnlyList<string> Files, int Pieces, long Bytes);
