namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>The rows of one content of a catalogue file, in the order of the source's row numbers. Not thread-safe.</summary>
internal interface ICatalogRows<TRow> : IDisposable
{
    /// <summary>The lowest row number that is not below <paramref name="from"/>, or null.</summary>
    long? NextRow(long from);

    /// <summary>Reads the rows numbered <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <exception cref="CatalogRefusedException">The file's pages are damaged.</exception>
    CatalogRange<TRow> Read(long first, long last, CancellationToken cancellationToken);

    /// <summary>Reads what is behind all ranges: that a row number is too high for them, or is none, is counted.</summary>
    /// <param name="from">Behind the last range.</param>
    /// <exception cref="CatalogRefusedException">The file's pages are damaged.</exception>
    CatalogRange<TRow> ReadRest(long from, CancellationToken cancellationToken);
}

/// <summary>The rows of a range and what was left out of it.</summary>
internal sealed record CatalogRange<TRow>(IReadOnlyList<TRow> Rows, DropCounts Dropped);
