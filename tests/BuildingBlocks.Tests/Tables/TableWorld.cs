using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Generations;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables;

/// <summary>An artifact store in a folder, and tables in it.</summary>
internal sealed class TableWorld : IDisposable
{
    public const int Seed = 20261126;

    private readonly string root = Directory.CreateTempSubdirectory("tables-").FullName;

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public string Folder => Path.Combine(root, "store");

    public string Scratch => Path.Combine(root, "scratch");

    public static TablePlan Plan(int keyBytes = 16, int pageBytes = 512, int units = 1, string input = "1") => new()
    {
        Table = "rows", KeyBytes = keyBytes, PageBytes = pageBytes, MappingVersion = 1, Units = units,
        Rules = new() { ["least"] = "3" }, Inputs = new() { ["file"] = input },
    };

    /// <summary>Rows in no order; some keys come more than once.</summary>
    public static List<(byte[] Key, byte[] Value)> Rows(int count, int keyBytes, int seed = Seed, int longest = 2000)
    {
        var random = new Random(seed);
        var rows = new List<(byte[], byte[])>();
        for (var i = 0; i < count; i++)
        {
            var key = new byte[keyBytes];
            random.NextBytes(key);
            // Common beginnings, and now and then a key that was there.
            if (random.Next(3) == 0)
                key.AsSpan(0, keyBytes / 2).Clear();
            if (i > 0 && random.Next(20) == 0)
                key = rows[random.Next(i)].Item1;
            var value = new byte[random.Next(10) switch { 0 => 0, 1 => random.Next(longest), _ => random.Next(60) }];
            random.NextBytes(value);
            rows.Add((key, value));
        }

        return rows;
    }

    public static SortedDictionary<byte[], byte[]> Expected(IEnumerable<(byte[] Key, byte[] Value)> rows)
    {
        var expected = new SortedDictionary<byte[], byte[]>(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
        foreach (var (key, value) in rows)
            expected[key] = value;
        return expected;
    }

    public static byte[] Key(int number)
    {
        var key = new byte[16];
        BinaryPrimitives.WriteInt32BigEndian(key, number);
        return key;
    }

    public TableStore Store(long memoryBytes = 1 << 20, int threads = 1, long partBytes = 64 << 10)
    {
        var artifacts = new FolderArtifactStore(Folder, null, Time);
        return new TableStore(artifacts, artifacts, Scratch, new TableOptions(memoryBytes, threads, partBytes), Time);
    }

    public async Task<TableStore.Manifest> BuildAsync(TablePlan plan, IEnumerable<(byte[] Key, byte[] Value)> rows, TableStore? store = null)
    {
        store ??= Store();
        foreach (var unit in await store.ListMissingUnitsAsync(plan, default))
        {
            using var writer = store.Write(plan, unit);
            foreach (var (key, value) in rows)
                writer.Add(key, value);
            await writer.CompleteAsync(default);
        }

        return (await store.CompleteAsync(plan, null, default))!;
    }

    public async Task<Table> OpenAsync(TablePlan plan, IEnumerable<(byte[] Key, byte[] Value)> rows, TableStore? store = null) =>
        await (store ?? Store()).OpenAsync(await BuildAsync(plan, rows, store), default);

    public string PathOf(TablePlan plan, string name) => Path.Combine(Folder, "tables", plan.Table, plan.Id, name);

    public static List<(byte[] Key, byte[] Value)> ReadAll(Table table)
    {
        var rows = new List<(byte[], byte[])>();
        using var cursor = table.Scan();
        while (cursor.MoveNext())
            rows.Add((cursor.Key.ToArray(), cursor.Value.ToArray()));
        return rows;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
