using SpotifyPlatform.BigQuery.Warehouse;

namespace SpotifyPlatform.Testing.BigQuery;

/// <summary><c>warehouse ADDRESS DATASET FOLDER SHARDS-FILE</c>: loads shards until all are loaded; a test starts and kills it.</summary>
internal static class WarehouseLoads
{
    public static async Task RunAsync(string address, string dataset, string folder, string file)
    {
        var world = new BigQueryWorld(address, dataset, folder);
        using var client = world.Connect();
        var warehouse = world.Open(client, maxShardsPerJob: 3);
        Console.WriteLine("ready");
        var shards = (await File.ReadAllLinesAsync(file)).Select(ReadLine).ToList();
        // Twice: every announcement comes again.
        foreach (var batch in shards.Chunk(6).Concat(shards.Chunk(6)))
            foreach (var load in await warehouse.LoadManyAsync(batch, default))
                Console.WriteLine(load.OutcomeOrThrow());
        Console.WriteLine("done");
    }

    public static Task WriteAsync(string file, IEnumerable<ShardRows> shards) => File.WriteAllLinesAsync(file, shards.Select(shard => $"{shard.Revision} {ShardSource.Write(shard)}"));

    private static ShardRows ReadLine(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return ShardSource.Read(line[(space + 1)..]) with { Revision = long.Parse(line[..space], System.Globalization.CultureInfo.InvariantCulture) };
    }
}
