using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.Tables.Reports;

/// <summary>An object of the tables that is not what was written.</summary>
/// <param name="Table">Empty for the record of an input file.</param>
/// <param name="What">The rest of a sentence about the object.</param>
public sealed record TableFinding(string Table, ArtifactKey Key, string What, TableRemedy Remedy)
{
    /// <summary>Writes the object again once it is deleted; null where its owner does.</summary>
    internal Func<GenerationFiles, CancellationToken, Task>? Replacement { get; init; }
}

/// <summary>What mends a finding once the bad object is deleted.</summary>
public enum TableRemedy
{
    /// <summary>The object is written again from what is there.</summary>
    Write,

    /// <summary>The owner of the table builds it again when it derives.</summary>
    Build,

    /// <summary>The file is announced again, and recorded and read with it.</summary>
    Announce,

    /// <summary>Nobody can build an older generation again; it is deleted.</summary>
    DeleteGeneration,
}
