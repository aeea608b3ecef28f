namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>The rows of a table as a database has them, in the order of the source's row numbers. Not thread-safe.</summary>
internal interface ITableRows : IDisposable
{
    /// <summary>The highest row number of the source.</summary>
    long LastRow { get; }

    /// <summary>The row number of the current row.</summary>
    long Row { get; }

    /// <summary>The key of the current row; valid until the next one.</summary>
    ReadOnlySpan<byte> Key { get; }

    /// <summary>The value of the current row; valid until the next one.</summary>
    ReadOnlySpan<byte> Value { get; }

    /// <summary>Rows of the source that were passed over, by reason.</summary>
    DropCounts LeftOut { get; }

    /// <summary>Values that rows lack because the source's were invalid, by reason.</summary>
    DropCounts InvalidValues { get; }

    /// <summary>Moves to the next row; false after the last.</summary>
    /// <exception cref="CatalogRefusedException">The file's pages are damaged.</exception>
    bool MoveNext(CancellationToken cancellationToken);
}
