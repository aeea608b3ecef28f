namespace SpotifyPlatform.Platform;

/// <summary>Where everything stands in the data folder of the all-in-one host.</summary>
internal sealed record DataFolder(string Root)
{
    public string Bus => Path.Combine(Root, "bus.sqlite");

    public string Extract => Path.Combine(Root, "extract");

    public string Vectors => Path.Combine(Root, "vectors");

    public string Catalogue => Path.Combine(Root, "catalogue");

    /// <summary>Every SQLite file of ours, in the order of names; the data set's own databases are not among them.</summary>
    public IEnumerable<string> Databases() => Directory.EnumerateFiles(Root, "*.sqlite").Order(StringComparer.Ordinal);

    /// <summary>Bytes of the embedded vector index, whatever files it consists of.</summary>
    public long VectorBytes() => new DirectoryInfo(Root).EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => Path.GetRelativePath(Root, file.FullName).StartsWith("vectors", StringComparison.Ordinal))
        .Sum(file => file.Length);
}
