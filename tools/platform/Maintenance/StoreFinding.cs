using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Platform.Maintenance;

/// <summary>A file of a data folder that is not what was written.</summary>
/// <param name="File">Relative to the data folder, or a key of the artifact store.</param>
/// <param name="What">One sentence.</param>
internal sealed record StoreFinding(StorePart Part, string File, string What)
{
    /// <summary>Of <see cref="StorePart.Table"/>.</summary>
    public TableFinding? Table { get; init; }

    /// <summary>The shard that is extracted again, or null.</summary>
    public string? Shard { get; init; }

    public override string ToString() => $"{File}: {What}";
}

/// <summary>What a file belongs to.</summary>
internal enum StorePart
{
    Table,
    Database,

    /// <summary>An output of the extractor, or its entry in the ledger.</summary>
    Output,

    /// <summary>Rows of a shard in the artifact store.</summary>
    Artifact,
}
