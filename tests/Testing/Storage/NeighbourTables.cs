using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>Publishes generations of table neighbours, of the vectors that are current.</summary>
public static class NeighbourTables
{
    /// <param name="revision">Not below that of an earlier generation.</param>
    public static async Task PublishAsync(TableStore store, IEnumerable<SeedNeighbours> seeds, long revision)
    {
        var rows = seeds.OrderBy(seed => seed.Seed).ToList();
        var text = string.Join('\n', rows.Select(row => $"{row.Seed} {string.Join(' ', row.Neighbours)}"));
        var vectors = await store.FindCurrentAsync(VectorTable.Name, CancellationToken.None);
        var plan = new TablePlan
        {
            Table = NeighbourTable.Name, KeyBytes = NeighbourTable.KeyBytes, MappingVersion = 1,
            Rules = new() { ["rows"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) },
            Inputs = new() { [NeighbourTable.Vectors] = vectors?.ContentSha256 ?? "none" },
        };
        foreach (var unit in await store.ListMissingUnitsAsync(plan, CancellationToken.None))
        {
            using var writer = store.Write(plan, unit);
            foreach (var row in rows)
                writer.Add(row.Seed.ToKey(), NeighbourTable.Write(row.Neighbours));
            await writer.CompleteAsync(CancellationToken.None);
        }

        var manifest = (await store.CompleteAsync(plan, null, CancellationToken.None))!;
        await store.PublishAsync(manifest, new() { [NeighbourTable.Vectors] = revision }, "test", CancellationToken.None);
    }
}
