using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>
/// A SHA-256 over every stored row, every table and every extracted file. It does not depend on the order of the work or on repetitions. The
/// event log is left out: it may contain an event twice. So are locks and temporary files, whose names begin with a dot.
/// </summary>
internal static class StoreDigest
{
    /// <summary>The digest of each part by name, and the digest over all parts.</summary>
    public static async Task<(string Digest, IReadOnlyDictionary<string, string> Parts)> OfAsync(DataFolder data, TableReports tables, CancellationToken cancellationToken)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var database in data.Databases().Where(path => path != data.Bus))
            parts[Path.GetFileName(database)] = LogicalDigest.Of(database).Sha256;
        foreach (var table in await tables.ListAsync(cancellationToken))
            if (table.Current is { } pointer)
                parts[$"tables/{table.Name}"] = pointer.ContentSha256;
        if (Directory.Exists(data.Extract))
            foreach (var file in Directory.EnumerateFiles(data.Extract, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.')))
                parts[Path.GetRelativePath(data.Root, file).Replace('\\', '/')] = OfFile(file);
        var all = string.Concat(parts.Select(part => $"{part.Key} {part.Value}\n"));
        return (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))), parts);
    }

    private static string OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
