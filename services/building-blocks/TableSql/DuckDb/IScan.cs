using SpotifyPlatform.Storage;

namespace SpotifyPlatform.TableSql.DuckDb;

/// <summary>Rows that DuckDB reads as a table function.</summary>
internal interface IScan
{
    IReadOnlyList<ScanColumn> Columns { get; }

    /// <summary>Rows, as far as that is known without reading them; null where it is not.</summary>
    long? Rows { get; }

    /// <summary>The files of an export, by what their names end in: they have all rows, each in one, in the same order whenever they are read.</summary>
    /// <exception cref="TableNotBuiltException">There is no such table yet.</exception>
    IReadOnlyList<string> ListFiles();

    /// <summary>Begins a read.</summary>
    /// <param name="wanted">By column, whether it is asked for.</param>
    /// <param name="file">The index of a file of an export; null for all rows, in any order.</param>
    /// <exception cref="TableNotBuiltException">There is no such table yet.</exception>
    IScanRun Begin(IReadOnlyList<bool> wanted, int? file);
}

/// <summary>One read of a scan: ranges of rows, which several threads may read at the same time.</summary>
internal interface IScanRun : IDisposable
{
    /// <summary>How many threads can have a range.</summary>
    int Ranges { get; }

    /// <summary>The next range, or null. Called by several threads.</summary>
    IRangeReader? Next();
}

/// <summary>Reads one range of rows, by one thread.</summary>
internal interface IRangeReader : IDisposable
{
    /// <summary>Writes the next rows.</summary>
    /// <returns>How many; 0 at the end.</returns>
    int Read(RowChunk chunk);
}
