using SpotifyPlatform.TableSql.DuckDb;

namespace SpotifyPlatform.TableSql.Views;

/// <summary>A view under a name of the source documents.</summary>
/// <param name="Scan">Its rows.</param>
/// <param name="Tables">The tables that its rows are made of, where they are known by name.</param>
internal sealed record SourceView(string Name, IScan Scan, IReadOnlyList<string> Tables)
{
    /// <summary>Whether the scan has rows twice.</summary>
    public bool IsDistinct { get; init; }

    public string ColumnList { get; } = string.Join(", ", Scan.Columns.Select(column => column.Name));

    /// <summary>Its rows in the files of an export.</summary>
    public IScan ExportScan { get; init; } = Scan;

    /// <summary>Whether the files of an export are written one after the other.</summary>
    public bool FilesInOrder => !ReferenceEquals(Scan, ExportScan);
}
