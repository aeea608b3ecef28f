using SpotifyPlatform.Contracts.Catalog.V1;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>A file of the catalogue as it was verified.</summary>
/// <param name="Name">Its path within the data set.</param>
/// <param name="Path">Where its bytes are: a SQLite database, or one compressed when the name ends in <c>.zst</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of the bytes, lower-case hexadecimal.</param>
internal sealed record CatalogFile(string Name, string Path, long Length, string Sha256, CatalogContent Content)
{
    public bool IsCompressed => Path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase);
}
