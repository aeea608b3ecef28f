namespace SpotifyPlatform.TableSql;

/// <summary>DuckDB refuses a statement; the message is its own.</summary>
public sealed class SqlRefusedException(string message, Exception inner) : Exception(message, inner);
