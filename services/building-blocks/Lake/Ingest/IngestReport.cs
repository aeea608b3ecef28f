using System.Globalization;

namespace SpotifyPlatform.Lake.Ingest;

/// <param name="Config">A kind of file; null for every kind.</param>
/// <param name="Bucket">Where the files landed; null for the bucket or folder that is configured.</param>
/// <param name="DryRun">Parses and validates; inserts and moves nothing.</param>
internal sealed record IngestRequest(LakeTarget Target, string? Config = null, string? Bucket = null, bool DryRun = false);

/// <param name="Place">The landing folder.</param>
internal sealed record IngestReport(string Place, IReadOnlyList<IngestedFile> Files)
{
    public IReadOnlyList<IngestedFile> Refused => [.. Files.Where(file => file.Refusal is not null)];
}

/// <param name="Inserted">Rows that the table did not have; null where nothing was inserted.</param>
/// <param name="Refusal">Why the file stays in the landing folder, as the rest of a sentence about it; null where it was taken.</param>
internal sealed record IngestedFile(string Config, string Name, long Rows, long? Inserted, string? Refusal)
{
    public override string ToString() => Refusal is not null ? $"{Name}: {Refusal}"
        : Inserted is { } inserted ? string.Create(CultureInfo.InvariantCulture, $"{Name}: {Rows:N0} rows, {inserted:N0} of them new")
        : string.Create(CultureInfo.InvariantCulture, $"{Name}: {Rows:N0} rows are valid");
}
