namespace SpotifyPlatform.TableSql;

/// <summary>What a session of DuckDB may use.</summary>
/// <param name="ScratchFolder">What does not fit in memory is spilled to a folder in it, which is deleted with the session.</param>
public sealed record SqlSessionOptions(string ScratchFolder)
{
    /// <summary>Of DuckDB: sorts, joins and aggregates beyond it are spilled. The readers of tables take a few MB beside it.</summary>
    public long MaxMemoryBytes { get; init; } = 1L << 30;

    public int Threads { get; init; } = Environment.ProcessorCount;
}
