using System.Globalization;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables;

/// <summary>The same rows give the same bytes, however they are written.</summary>
public sealed class TableWritingTests
{
    public static TheoryData<long, int, bool> Ways => new()
    {
        { 16 << 10, 1, false }, { 16 << 10, 2, false }, { 64 << 10, 2, false }, { 200 << 10, 1, false }, { 64 << 20, 1, false }, { 64 << 20, 2, false },
        { 16 << 10, 2, true }, { 64 << 20, 1, true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Write_AnyMemoryThreadsAndOrder_GivesTheSameBytes(long memoryBytes, int threads, bool sorted)
    {
        var rows = TableWorld.Rows(6_000, 16);
        var manifest = await BuildAsync(rows, 1 << 30, 1);
        Assert.True(manifest.Parts.Count > 3);
        IEnumerable<(byte[] Key, byte[] Value)> again = sorted ? TableWorld.Expected(rows).Select(row => (row.Key, row.Value)) : rows;
        Assert.Equal(Digest(manifest), Digest(await BuildAsync(again, memoryBytes, threads)));
    }

    [Fact]
    public async Task Write_RowsSortedUpToTheLast_GivesTheSameBytes()
    {
        var rows = TableWorld.Expected(TableWorld.Rows(6_000, 16)).Select(row => (row.Key, row.Value)).ToList();
        var late = rows.Skip(1).Append(rows[0]);
        Assert.Equal(Digest(await BuildAsync(rows, 1 << 20, 1)), Digest(await BuildAsync(late, 1 << 16, 2)));
    }

    [Fact]
    public async Task Write_RowsOfOneKeyInSeveralRuns_KeepsTheLast()
    {
        using var world = new TableWorld();
        var rows = Enumerable.Range(0, 20_000).Select(i => (TableWorld.Key(i % 50), BitConverter.GetBytes(i)));
        using var table = await world.OpenAsync(TableWorld.Plan(), rows, world.Store(memoryBytes: 16 << 10, threads: 2));
        Assert.Equal((50, 19_950L), (table.Manifest.Rows, table.Manifest.LeftOut[TableWriter.Replaced]));
        Assert.Equal(Enumerable.Range(19_950, 50), TableWorld.ReadAll(table).Select(row => BitConverter.ToInt32(row.Value)));
    }

    /// <summary>Which duplicates are found first depends on memory and threads; which are named does not.</summary>
    [Theory]
    [InlineData(1 << 20, 1)]
    [InlineData(16 << 10, 2)]
    public async Task Write_RowsOfManyKeysTwice_NamesTheLowestKeys(int memoryBytes, int threads)
    {
        using var world = new TableWorld();
        var rows = Enumerable.Range(0, 20_000).Select(i => (TableWorld.Key(i % 19_900), BitConverter.GetBytes(i)));
        using var table = await world.OpenAsync(TableWorld.Plan(), rows, world.Store(memoryBytes, threads));
        Assert.Equal(100, table.Manifest.LeftOut[TableWriter.Replaced]);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => $"key {Convert.ToHexStringLower(TableWorld.Key(i))}").Order(StringComparer.Ordinal).Take(10),
            table.Manifest.Positions[TableWriter.Replaced]);
    }

    [Fact]
    public async Task Write_ReasonsWithPositions_KeepsTheFirstOfEach()
    {
        using var world = new TableWorld();
        var plan = TableWorld.Plan(units: 2);
        var store = world.Store();
        for (var unit = 0; unit < 2; unit++)
        {
            using var writer = store.Write(plan, unit);
            await store.ListMissingUnitsAsync(plan, default);
            writer.LeaveOut("bad", 8, Enumerable.Range(0, 8).Select(i => $"unit {unit} row {i}"));
            writer.CountInvalid("odd", 1, [$"unit {unit} row 9"]);
            await writer.CompleteAsync(default);
        }

        var manifest = (await store.CompleteAsync(plan, null, default))!;

        Assert.Equal((16, 2), (manifest.LeftOut["bad"], manifest.Counts["invalid_values/odd"]));
        Assert.Equal([.. Enumerable.Range(0, 8).Select(i => $"unit 0 row {i}"), "unit 1 row 0", "unit 1 row 1"], manifest.Positions["bad"]);
        Assert.Equal(["unit 0 row 9", "unit 1 row 9"], manifest.Positions["invalid_values/odd"]);
    }

    [Fact]
    public async Task Write_UnderAnotherLocale_GivesTheSamePlanAndManifest()
    {
        var rows = TableWorld.Rows(500, 16);
        var before = CultureInfo.CurrentCulture;
        var manifest = await BuildAsync(rows, 1 << 20, 1);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NegativeSign = "~", NumberDecimalSeparator = "," } };
            Assert.Equal(Digest(manifest), Digest(await BuildAsync(rows, 1 << 20, 1)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Write_TheFormat_HasItsPublishedBytes()
    {
        using var world = new TableWorld();
        var plan = TableWorld.Plan(keyBytes: 2);
        await world.BuildAsync(plan, [([0, 1], "one"u8.ToArray()), ([0, 2], "two"u8.ToArray())]);
        var bytes = await File.ReadAllBytesAsync(world.PathOf(plan, "000000-000000.part"));
        Assert.Equal("53505441424C4531", Convert.ToHexString(bytes[..8]));
        // Behind the checksum: two rows, two keys, the end of the first value, the values.
        Assert.Equal("02000000" + "00010002" + "0300" + "6F6E6574776F", Convert.ToHexString(bytes[12..28]));
        // The index: first key, length of the page, last key.
        Assert.Equal("0001" + "14000000" + "0002", Convert.ToHexString(bytes[28..36]));
        Assert.Equal(8 + 20 + 8 + 40, bytes.Length);
        Assert.Equal("53505441424C4531", Convert.ToHexString(bytes[^8..]));
    }

    [Fact]
    public async Task Write_UnderWay_KeepsItsScratchFilesFromOtherWriters()
    {
        using var world = new TableWorld();
        using (var writer = world.Store(memoryBytes: 16 << 10).Write(TableWorld.Plan(), 0))
        {
            foreach (var (key, value) in TableWorld.Rows(2_000, 16))
                writer.Add(key, value);
            Directory.CreateDirectory(Path.Combine(world.Scratch, "dead"));
            await File.WriteAllTextAsync(Path.Combine(world.Scratch, "dead", "lock"), "");
            using (world.Store().Write(TableWorld.Plan(input: "2"), 0))
                Assert.Equal(2, Directory.GetDirectories(world.Scratch).Length);
            await writer.CompleteAsync(default);
        }

        Assert.Empty(Directory.GetDirectories(world.Scratch));
    }

    private static async Task<TableStore.Manifest> BuildAsync(IEnumerable<(byte[] Key, byte[] Value)> rows, long memoryBytes, int threads)
    {
        using var world = new TableWorld();
        return await world.BuildAsync(TableWorld.Plan(), rows, world.Store(memoryBytes, threads));
    }

    private static (string, string, long) Digest(TableStore.Manifest manifest) => (manifest.Plan.Id, manifest.ContentSha256, manifest.Bytes);
}
