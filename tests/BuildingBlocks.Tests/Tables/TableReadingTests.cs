using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables;

/// <summary>Random rows, held to a sorted dictionary.</summary>
public sealed class TableReadingTests : IDisposable
{
    private readonly TableWorld world = new();

    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 300, 256 }, { 3, 2_000, 256 }, { 8, 3_000, 512 }, { 12, 3_000, 4096 }, { 16, 5_000, 512 }, { 20, 2_000, 65536 }, { 255, 100, 1024 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Rows_OfAnyShape_AreFoundScannedAndVerified(int keyBytes, int count, int pageBytes)
    {
        var rows = TableWorld.Rows(count, keyBytes);
        var expected = TableWorld.Expected(rows);
        using var table = await world.OpenAsync(TableWorld.Plan(keyBytes, pageBytes), rows);

        Assert.Equal(expected.Count, table.Manifest.Rows);
        Assert.Equal(count - expected.Count, table.Manifest.LeftOut.GetValueOrDefault(TableWriter.Replaced));
        Assert.Equal(expected.Select(row => (Convert.ToHexString(row.Key), Convert.ToHexString(row.Value))),
            TableWorld.ReadAll(table).Select(row => (Convert.ToHexString(row.Key), Convert.ToHexString(row.Value))));
        foreach (var (key, value) in expected)
        {
            Assert.True(table.TryFind(key, found => found.ToArray(), out var row));
            Assert.Equal(value, row);
        }

        table.Verify(default);
    }

    [Fact]
    public async Task Find_AbsentKeys_AreAbsent()
    {
        var expected = TableWorld.Expected(TableWorld.Rows(2_000, 16));
        using var table = await world.OpenAsync(TableWorld.Plan(), expected.Select(row => (row.Key, row.Value)));
        var random = new Random(TableWorld.Seed);
        foreach (var present in expected.Keys.ToList())
        {
            // Neighbours of real keys, which end in pages that exist.
            var key = present.ToArray();
            key[random.Next(16)] ^= (byte)(1 << random.Next(8));
            Assert.Equal(expected.ContainsKey(key), table.TryFind(key, _ => true, out _));
        }

        Assert.False(table.TryFind(new byte[16], _ => true, out _));
        Assert.False(table.TryFind(Enumerable.Repeat((byte)255, 16).ToArray(), _ => true, out _));
    }

    [Fact]
    public async Task FindMany_KeysInAnyOrderAndTwice_CallsBackForEach()
    {
        var expected = TableWorld.Expected(TableWorld.Rows(3_000, 16));
        using var table = await world.OpenAsync(TableWorld.Plan(), expected.Select(row => (row.Key, row.Value)));
        var random = new Random(TableWorld.Seed);
        var keys = expected.Keys.OrderBy(_ => random.Next()).Take(300).ToList();
        keys.AddRange(keys.Take(20).ToList());
        keys.Add(new byte[16]);
        var found = new Dictionary<int, byte[]>();

        table.FindMany(keys.SelectMany(key => key).ToArray(), (value, index) => found.Add(index, value.ToArray()));

        Assert.Equal(320, found.Count);
        Assert.All(found, row => Assert.Equal(expected[keys[row.Key]], row.Value));
        table.FindMany([], (_, _) => Assert.Fail("No key was asked for."));
    }

    [Fact]
    public async Task Scan_FromAnyKey_BeginsAtTheFirstNotBelow()
    {
        var expected = TableWorld.Expected(TableWorld.Rows(2_000, 16));
        using var table = await world.OpenAsync(TableWorld.Plan(), expected.Select(row => (row.Key, row.Value)));
        var keys = expected.Keys.ToList();
        var random = new Random(TableWorld.Seed);
        for (var i = 0; i < 200; i++)
        {
            var from = new byte[16];
            random.NextBytes(from);
            if (i % 2 == 0)
                from = keys[random.Next(keys.Count)];
            using var cursor = table.Scan(from);
            var rest = keys.SkipWhile(key => key.AsSpan().SequenceCompareTo(from) < 0).Take(5);
            foreach (var key in rest)
            {
                Assert.True(cursor.MoveNext());
                Assert.Equal(key, cursor.Key.ToArray());
            }
        }

        using var behind = table.Scan(Enumerable.Repeat((byte)255, 16).ToArray());
        Assert.False(behind.MoveNext());
        Assert.True(behind.AtEnd);
    }

    [Fact]
    public async Task MoveTo_AscendingKeys_SkipsWhatIsBetween()
    {
        var expected = TableWorld.Expected(TableWorld.Rows(4_000, 16));
        using var table = await world.OpenAsync(TableWorld.Plan(), expected.Select(row => (row.Key, row.Value)));
        var keys = expected.Keys.ToList();
        using var cursor = table.Scan();
        for (var at = 0; at < keys.Count; at += 1 + at % 97)
        {
            Assert.True(cursor.MoveTo(keys[at]));
            Assert.True(cursor.MoveTo(keys[at]));
            Assert.Equal(expected[keys[at]], cursor.Value.ToArray());
            if (++at < keys.Count)
            {
                Assert.True(cursor.MoveNext());
                Assert.Equal(keys[at], cursor.Key.ToArray());
            }
        }
    }

    [Fact]
    public async Task Join_TwoTables_MeetsTheCommonKeys()
    {
        var left = TableWorld.Expected(TableWorld.Rows(2_000, 16, seed: 1));
        var right = TableWorld.Expected(TableWorld.Rows(500, 16, seed: 2).Concat(left.Where((_, i) => i % 7 == 0).Select(row => (row.Key, new byte[] { 7 }))));
        using var a = await world.OpenAsync(TableWorld.Plan(input: "left"), left.Select(row => (row.Key, row.Value)));
        using var b = await world.OpenAsync(TableWorld.Plan(input: "right"), right.Select(row => (row.Key, row.Value)));
        var joined = new List<string>();
        a.Join(b, (key, one, other) => joined.Add($"{Convert.ToHexString(key)} {Convert.ToHexString(one)} {Convert.ToHexString(other)}"));
        Assert.Equal(
            left.Keys.Where(right.ContainsKey).Select(key => $"{Convert.ToHexString(key)} {Convert.ToHexString(left[key])} {Convert.ToHexString(right[key])}"),
            joined);
        Assert.True(joined.Count >= 250);
    }

    [Fact]
    public async Task Rows_OfManyMegabytes_ComeBackWhole()
    {
        var big = new byte[16 << 20];
        new Random(TableWorld.Seed).NextBytes(big);
        (byte[], byte[])[] rows = [(TableWorld.Key(1), [1]), (TableWorld.Key(2), big), (TableWorld.Key(3), []), (TableWorld.Key(4), big[..70_000])];
        using var table = await world.OpenAsync(TableWorld.Plan(), rows);
        foreach (var (key, value) in rows)
        {
            Assert.True(table.TryFind(key, found => found.SequenceEqual(value), out var equal));
            Assert.True(equal);
        }

        using var writer = world.Store().Write(TableWorld.Plan(), 0);
        Assert.Throws<ArgumentException>(() => writer.Add(TableWorld.Key(5), new byte[(16 << 20) + 1]));
        Assert.Throws<ArgumentException>(() => writer.Add([1, 2, 3], []));
    }

    [Fact]
    public async Task Table_WithoutRows_AnswersAndVerifies()
    {
        using var table = await world.OpenAsync(TableWorld.Plan(), []);
        Assert.Equal((0, 0), (table.Manifest.Rows, table.Manifest.Parts.Count));
        Assert.False(table.TryFind(new byte[16], _ => true, out _));
        Assert.Empty(TableWorld.ReadAll(table));
        table.Verify(default);
    }

    [Fact]
    public async Task Read_ByManyThreads_IsRight()
    {
        var expected = TableWorld.Expected(TableWorld.Rows(3_000, 16));
        using var table = await world.OpenAsync(TableWorld.Plan(), expected.Select(row => (row.Key, row.Value)));
        Parallel.ForEach(expected, new ParallelOptions { MaxDegreeOfParallelism = 4 }, row =>
        {
            Assert.True(table.TryFind(row.Key, found => found.ToArray(), out var value));
            Assert.Equal(row.Value, value);
        });
    }

    public void Dispose() => world.Dispose();
}
