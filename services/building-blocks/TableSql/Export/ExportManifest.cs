using System.Text.Json;
using System.Text.Json.Serialization;

namespace SpotifyPlatform.TableSql.Export;

/// <summary>What an exported table holds and was made of. It depends on the tables, the format and the program alone, not on when it was written.</summary>
public sealed record ExportManifest
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Table { get; init; }

    public required string Format { get; init; }

    /// <summary>Raised by every change of what is written.</summary>
    public required int Version { get; init; }

    public required IReadOnlyList<ExportColumn> Columns { get; init; }

    public required long Rows { get; init; }

    /// <summary>The generations that the rows are made of; null for live rows, which are exported anew each time.</summary>
    public IReadOnlyList<ExportInput>? Inputs { get; init; }

    public required IReadOnlyList<ExportedFile> Files { get; init; }

    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Bytes);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>The manifest in an exported table's folder; null where there is none that can be read, so that the table is exported again.</summary>
    public static ExportManifest? Find(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ExportManifest>(File.ReadAllBytes(path), Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether this is an export of the same rows in the same way.</summary>
    public bool IsOf(ExportManifest wanted) =>
        Table == wanted.Table && Format == wanted.Format && Version == wanted.Version && Inputs is not null && wanted.Inputs is not null
        && Inputs.SequenceEqual(wanted.Inputs) && Columns.SequenceEqual(wanted.Columns);

    /// <summary>Whether the files are there, as long as they were written.</summary>
    public bool HasFiles(string folder) => Files.All(file => new FileInfo(Path.Combine(folder, file.Name)) is { Exists: true } found && found.Length == file.Bytes);
}

/// <param name="Type">Of DuckDB.</param>
public sealed record ExportColumn(string Name, string Type);

/// <param name="PublishedAt">The time of rows that have none of their own.</param>
public sealed record ExportInput(string Table, string Generation, string ContentSha256, DateTimeOffset PublishedAt);

/// <param name="Sha256">Hexadecimal.</param>
public sealed record ExportedFile(string Name, long Rows, long Bytes, string Sha256);
