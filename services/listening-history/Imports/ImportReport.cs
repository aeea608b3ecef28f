using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Imports;

/// <summary>What an import did, or would do.</summary>
internal sealed record ImportReport
{
    /// <summary>The import's number; null where nothing was written.</summary>
    public long? ImportId { get; init; }

    public required bool IsPreview { get; init; }

    /// <summary>Files that were read whole.</summary>
    public required int Files { get; init; }

    /// <summary>Files of them whose content an earlier import holds.</summary>
    public required int KnownFiles { get; init; }

    /// <summary>Files that are not part of the listening history.</summary>
    public required long IgnoredFiles { get; init; }

    public required ImportCounts Counts { get; init; }

    /// <summary>The first invalid rows; <see cref="ImportCounts.Invalid"/> counts all.</summary>
    public required IReadOnlyList<InvalidRowOfFile> Invalid { get; init; }

    public required IReadOnlyList<RefusedExport> Refused { get; init; }

    /// <summary>Warnings for the person, as sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>The position of an invalid row.</summary>
/// <param name="Row">From 1.</param>
/// <param name="Offset">Bytes of the file before it.</param>
internal sealed record InvalidRowOfFile(string File, int Row, long Offset, string Reason);
