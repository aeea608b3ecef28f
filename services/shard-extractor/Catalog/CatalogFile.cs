namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>A verified file of the catalogue.</summary>
/// <param name="Name">Its path within the data set.</param>
/// <param name="Path">The path of its bytes: a SQLite database, compressed when the name ends in <c>.zst</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hexadecimal.</param>
internal sealed record CatalogFile(string Name, string Path, long Length, string Sha256, CatalogContent Content)
{
    /// <summary>The data set's name.</summary>
    public string DataSet { get; init; } = "";

    /// <summary>Orders the contents that the file had one after the other.</summary>
    public long Revision { get; init; }

    public bool IsCompressed => Name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase);
}
