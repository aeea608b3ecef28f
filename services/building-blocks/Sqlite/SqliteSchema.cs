namespace SpotifyPlatform.Sqlite;

/// <summary>The schema of one of our databases.</summary>
/// <param name="FileName">The name of its files, such as <c>acquirer.sqlite</c>.</param>
/// <param name="Sql">Statements that create the tables where they are missing.</param>
/// <param name="Version">Stored in <c>user_version</c>.</param>
public sealed record SqliteSchema(string FileName, string Sql, int Version);
