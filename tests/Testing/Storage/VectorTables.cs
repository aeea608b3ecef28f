using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>Publishes generations of table vectors, as the vectorizer does.</summary>
public static class VectorTables
{
    /// <param name="content">Names the points; the same name with the same points.</param>
    public static TablePlan Plan(string content) => new()
    {
        Table = VectorTable.Name, KeyBytes = VectorTable.KeyBytes, PageBytes = 1 << 16, MappingVersion = VectorTable.FormatVersion, Rules = [],
        Inputs = new() { ["points"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))) },
    };

    /// <param name="points">In any order, each id once.</param>
    /// <param name="revision">Not below that of an earlier generation.</param>
    public static async Task<TableStore.Manifest> PublishAsync(
        TableStore store, string content, IEnumerable<VectorPoint> points, int dimensions, long revision, string scratch, int threads = 2)
    {
        var manifest = await BuildAsync(store, content, points, dimensions, scratch, (builder, writer) => builder.Write(writer, threads, CancellationToken.None));
        await store.PublishAsync(manifest, new() { ["points"] = revision }, "test", CancellationToken.None);
        return manifest;
    }

    public static async Task<TableStore.Manifest> BuildAsync(
        TableStore store, string content, IEnumerable<VectorPoint> points, int dimensions, string scratch, Action<VectorTableBuilder, TableWriter> write)
    {
        var plan = Plan(content);
        foreach (var unit in await store.ListMissingUnitsAsync(plan, CancellationToken.None))
        {
            using var builder = new VectorTableBuilder(dimensions, scratch);
            foreach (var point in points.OrderBy(point => point.Id))
                builder.Add(point, []);
            using var writer = store.Write(plan, unit);
            write(builder, writer);
            await writer.CompleteAsync(CancellationToken.None);
        }

        return (await store.CompleteAsync(plan, null, CancellationToken.None))!;
    }
}
