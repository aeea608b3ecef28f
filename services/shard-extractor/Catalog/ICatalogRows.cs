namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>The rows of one content of a catalogue file, in the order of the source's row numbers. Not thread-safe.</summary>
/// <typeparam name="TRow">A row as it stands in events.</typeparam>
internal interface ICatalogRows<TRow> : IDisposable
{
    /// <summary>The highest row number; the lowest possible one where there are no rows.</summary>
    long LastRow { get; }

    /// <summary>The lowest row number from here on, or null at the end.</summary>
    long? NextRow(long from);

    /// <summary>Reads the rows numbered <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <exception cref="CatalogRefusedException">The file's pages are broken.</exception>
    CatalogRange<TRow> Read(long first, long last, CancellationToken cancellationToken);
}

/// <summary>The rows of a range and what was left out of it.</summary>
internal sealed record CatalogRange<TRow>(IReadOnlyList<TRow> Rows, DropCounts Dropped);
