using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables;

/// <summary>Damage is told, never answered from.</summary>
public sealed class TableDamageTests : IDisposable
{
    private readonly TableWorld world = new();
    private readonly TablePlan plan = TableWorld.Plan(pageBytes: 256);
    private readonly List<(byte[] Key, byte[] Value)> rows = [.. TableWorld.Rows(8, 16, longest: 40), (TableWorld.Key(7), new byte[260])];

    private string Part => world.PathOf(plan, "000000-000000.part");

    [Fact]
    public async Task Read_EachBitFlipped_IsFoundByAWholeReadAndByVerify()
    {
        var manifest = await world.BuildAsync(plan, rows);
        var good = await File.ReadAllBytesAsync(Part);
        Assert.InRange(good.Length, 500, 1_500);
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var bad = good.ToArray();
            bad[bit / 8] ^= (byte)(1 << bit % 8);
            await File.WriteAllBytesAsync(Part, bad);
            await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(manifest, table => TableWorld.ReadAll(table)));
            if (bit % 8 == 0)
                await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(manifest, table => table.Verify(default)));
        }
    }

    [Fact]
    public async Task Find_InADamagedFile_IsRightOrAnError()
    {
        var manifest = await world.BuildAsync(plan, rows);
        var expected = TableWorld.Expected(rows);
        var good = await File.ReadAllBytesAsync(Part);
        var random = new Random(TableWorld.Seed);
        var errors = 0;
        for (var i = 0; i < 300; i++)
        {
            var bad = good.ToArray();
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(Part, bad);
            try
            {
                await ReadAsync(manifest, table =>
                {
                    foreach (var (key, value) in expected)
                    {
                        Assert.True(table.TryFind(key, found => found.ToArray(), out var row));
                        Assert.Equal(value, row);
                    }
                });
            }
            catch (InvalidDataException)
            {
                errors++;
            }
        }

        Assert.Equal(300, errors);
    }

    [Fact]
    public async Task Read_FileCut_IsAnError()
    {
        var manifest = await world.BuildAsync(plan, rows);
        using var table = await world.Store().OpenAsync(manifest, default);
        var good = await File.ReadAllBytesAsync(Part);
        foreach (var length in new[] { 0, 7, 50, good.Length / 2, good.Length - 1 })
        {
            await File.WriteAllBytesAsync(Part, good[..length]);
            await Assert.ThrowsAsync<InvalidDataException>(() => world.Store().OpenAsync(manifest, default));
        }

        // The file is cut while it is open.
        await File.WriteAllBytesAsync(Part, good[..(good.Length / 2)]);
        var error = Assert.Throws<InvalidDataException>(() => TableWorld.ReadAll(table));
        Assert.Contains("000000-000000.part", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PartOfAnotherGenerationUnderItsName_IsAnError()
    {
        var manifest = await world.BuildAsync(plan, rows);
        var other = TableWorld.Plan(pageBytes: 256, input: "2");
        await world.BuildAsync(other, rows.Select(row => (row.Key, row.Value.Select(value => (byte)~value).ToArray())));
        File.Copy(world.PathOf(other, "000000-000000.part"), Part, overwrite: true);
        // The same keys and lengths: only the hash tells, which a full verification reads.
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(manifest, table => table.Verify(default)));
    }

    [Fact]
    public async Task Build_OverADamagedPart_NamesIt()
    {
        await world.BuildAsync(plan, rows);
        File.Delete(world.PathOf(plan, "manifest"));
        File.Delete(world.PathOf(plan, "000000.unit"));
        var bytes = await File.ReadAllBytesAsync(Part);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(Part, bytes);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => world.BuildAsync(plan, rows));
        Assert.Contains("000000-000000.part", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_PagesMoved_IsAnError()
    {
        // Two pages of equal length that change places keep the checksums of their content.
        var equal = Enumerable.Range(0, 20).Select(i => (TableWorld.Key(i), new byte[40])).ToList();
        var manifest = await world.BuildAsync(plan, equal);
        var bytes = await File.ReadAllBytesAsync(Part);
        var page = bytes.AsSpan(8).IndexOf(TableWorld.Key(4).AsSpan()) < 0 ? 0 : PageBytes(bytes);
        var (one, other) = (bytes[8..(8 + page)], bytes[(8 + page)..(8 + 2 * page)]);
        other.CopyTo(bytes, 8);
        one.CopyTo(bytes, 8 + page);
        await File.WriteAllBytesAsync(Part, bytes);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(manifest, table => TableWorld.ReadAll(table)));
    }

    public void Dispose() => world.Dispose();

    private static int PageBytes(byte[] file)
    {
        var rowsOfPage = BitConverter.ToInt32(file, 12);
        return 8 + rowsOfPage * 16 + (rowsOfPage - 1) * 2 + rowsOfPage * 40;
    }

    private async Task ReadAsync(TableStore.Manifest manifest, Action<Table> read)
    {
        using var table = await world.Store().OpenAsync(manifest, default);
        read(table);
    }
}
