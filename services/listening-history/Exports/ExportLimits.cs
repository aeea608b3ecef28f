namespace SpotifyPlatform.ListeningHistory.Exports;

/// <summary>Bounds of what is read from an export. A real one has files of 13 MB and rows of 800 bytes.</summary>
internal sealed record ExportLimits
{
    public static ExportLimits Default { get; } = new();

    /// <summary>Bytes of one row, and so of the read buffer.</summary>
    public int MaxRowBytes { get; init; } = 1 << 20;

    /// <summary>Bytes that a processor parses apart from others.</summary>
    public int SegmentBytes => MaxRowBytes / 8;

    /// <summary>Bytes of one name or URI.</summary>
    public int MaxTextBytes { get; init; } = 4096;

    /// <summary>Levels of nesting within a file.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary>Bytes of one file after decompression.</summary>
    public long MaxFileBytes { get; init; } = 4L << 30;

    /// <summary>Bytes of all files of an import after decompression.</summary>
    public long MaxTotalBytes { get; init; } = 32L << 30;

    /// <summary>Export files of an import.</summary>
    public int MaxFiles { get; init; } = 10_000;

    /// <summary>Files and folders that are looked at to find those.</summary>
    public int MaxEntries { get; init; } = 100_000;

    /// <summary>Levels of folders below a given one.</summary>
    public int MaxFolderDepth { get; init; } = 16;

    /// <summary>Entries of a zip.</summary>
    public int MaxZipEntries { get; init; } = 20_000;

    /// <summary>Bytes of a zip's central directory.</summary>
    public long MaxZipDirectoryBytes { get; init; } = 8 << 20;

    /// <summary>Decompressed bytes a compressed byte may give, once <see cref="RatioFreeBytes"/> are read; real exports give 20 to 60.</summary>
    public int MaxZipRatio { get; init; } = 400;

    /// <summary>Decompressed bytes of an entry before its ratio counts.</summary>
    public long RatioFreeBytes { get; init; } = 16 << 20;

    /// <summary>Invalid rows and refused files that a report names; all are counted.</summary>
    public int MaxNamed { get; init; } = 100;
}
