namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>A compressed file of the catalogue.</summary>
/// <param name="Name">Its path within the data set.</param>
/// <param name="Path">The path of its bytes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hexadecimal.</param>
internal sealed record CatalogFile(string Name, string Path, long Length, string Sha256);
