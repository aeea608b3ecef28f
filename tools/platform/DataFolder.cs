using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Platform;

/// <summary>Paths in the data folder of the all-in-one host.</summary>
internal sealed record DataFolder(string Root)
{
    public string Bus => Path.Combine(Root, "bus.sqlite");

    public string Extract => Path.Combine(Root, "extract");

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Copies of artifacts where they stand in a bucket.</summary>
    public string ArtifactCache => Path.Combine(Root, "artifact-cache");

    /// <summary>Steps and report of <c>platform import</c>.</summary>
    public string Import => Path.Combine(Root, "import");

    /// <summary>The warehouse of lake and hub, and the files on their way into it.</summary>
    public string Lake => Path.Combine(Root, "lake");

    /// <summary>The embedded warehouse of lake and hub.</summary>
    public string LakeWarehouse => Path.Combine(Lake, "warehouse.duckdb");

    /// <summary>A folder an account.</summary>
    public string Listening => Path.Combine(Root, "listening");

    /// <summary>The data folder, whether it exists or not.</summary>
    public static DataFolder Of(DirectoryInfo folder) => new(folder.FullName);

    /// <summary>The data folder, created where it is missing.</summary>
    public static DataFolder Make(DirectoryInfo folder) => new(Directory.CreateDirectory(folder.FullName).FullName);

    /// <summary>Whether tables were built in it.</summary>
    public bool HasTables => Directory.Exists(Path.Combine(Artifacts, "tables"));

    public string BusLock => Bus + ".lock";

    /// <summary>The SQLite files of the platform and of its accounts, also one that is missing though it was created, each with its schema.</summary>
    /// <param name="schemas">Those of all stores.</param>
    public IReadOnlyList<(string Path, SqliteSchema Schema)> DatabasesOf(IEnumerable<SqliteSchema> schemas)
    {
        var folders = Directory.Exists(Listening) ? Directory.EnumerateDirectories(Listening).Prepend(Root) : [Root];
        return
        [
            .. from folder in folders
               from schema in schemas.Distinct()
               let path = Path.Combine(folder, schema.FileName)
               where SqliteDatabase.WasCreated(path)
               orderby path
               select (path, schema),
        ];
    }

    public string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The platform's SQLite files by name.</summary>
    public IEnumerable<string> Databases() => Directory.EnumerateFiles(Root, "*.sqlite").Order(StringComparer.Ordinal);
}
