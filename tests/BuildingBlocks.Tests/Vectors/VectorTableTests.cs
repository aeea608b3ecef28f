using SpotifyPlatform.Vectors.Layout;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

public sealed class VectorTableTests : IDisposable
{
    private readonly TestIndex place = new();

    public static TheoryData<string, int, int> Builds()
    {
        var builds = new TheoryData<string, int, int>();
        foreach (var kernel in new[] { "portable", "wide", "widest" })
            foreach (var threads in new[] { 1, 2 })
                builds.Add(kernel, threads, 1 << 20);
        builds.Add("widest", 2, 64 << 20);
        return builds;
    }

    [Theory]
    [MemberData(nameof(Builds))]
    public async Task Write_AnyKernelAndThreads_SameBytes(string kernel, int threads, int memory)
    {
        // Enough rows for several chunks of a parallel loop, copies and zero vectors among them.
        var points = place.Points(20_000);
        for (var i = 0; i < 500; i++)
            points[i] = points[i] with { Vector = i < 100 ? new float[13] : points[i / 2].Vector };
        var (scan, store) = (
            kernel switch { "portable" => BlockScan.Portable, "wide" => BlockScan.Wide, _ => BlockScan.Widest }, place.OpenStore("other", memory, threads));
        var expected = await place.PublishAsync("points", points);
        var built = await VectorTables.BuildAsync(
            store, "points", points, place.Dimensions, place.Scratch, (builder, writer) => builder.Write(writer, threads, scan, TestIndex.None));
        Assert.Equal(expected.ContentSha256, built.ContentSha256);
        Assert.Equal(20_000, built.Counts[VectorTable.Vectors]);
    }

    [Fact]
    public async Task Load_InAScratchFile_IsTheSameAndLeavesNothing()
    {
        var points = place.Points(300);
        using var table = await place.Store.OpenAsync(await place.PublishAsync("a", points), TestIndex.None);
        using var memory = BaseRows.Load(table, place.Scratch);
        using (var file = BaseRows.Load(table, place.Scratch, maxMemory: 0))
            foreach (var point in points)
                Assert.True(file.Record(file.Find(point.Id)).SequenceEqual(memory.Record(memory.Find(point.Id))));
        Assert.Empty(Directory.EnumerateFiles(place.Scratch));
    }

    [Fact]
    public async Task Load_AnyBitFlipped_IsToldAndNeverAnsweredFrom()
    {
        var points = place.Points(1500);
        var manifest = await place.PublishAsync("a", points);
        var path = place.PathOf(manifest);
        var sound = File.ReadAllBytes(path);
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var flipped = sound.ToArray();
            flipped[random.Next(sound.Length)] ^= (byte)(1 << random.Next(8));
            // The store makes its files read-only.
            File.Delete(path);
            File.WriteAllBytes(path, flipped);
            using var index = place.Open();
            var ex = await Assert.ThrowsAsync<InvalidDataException>(() => index.CountAsync(TestIndex.None));
            Assert.Contains(manifest.Plan.Id, ex.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("header")]
    [InlineData("chunk")]
    [InlineData("length")]
    public async Task Load_RowsThatAreNoVectors_IsTold(string fault)
    {
        using var table = await place.Store.OpenAsync(await place.PublishAsync("a", place.Points(100)), TestIndex.None);
        var plan = VectorTables.Plan("malformed");
        await place.Store.ListMissingUnitsAsync(plan, TestIndex.None);
        using (var writer = place.Store.Write(plan, 0))
        {
            using var rows = table.Scan();
            while (rows.MoveNext())
                if (fault == "length" && rows.Key[0] == (byte)Section.Ids)
                    writer.Add(rows.Key, rows.Value[1..]);
                else if (rows.Key[0] != (fault == "header" ? (byte)Section.Header : fault == "chunk" ? (byte)Section.Units : byte.MaxValue))
                    writer.Add(rows.Key, rows.Value);
            await writer.CompleteAsync(TestIndex.None);
        }

        using var malformed = await place.Store.OpenAsync((await place.Store.CompleteAsync(plan, null, TestIndex.None))!, TestIndex.None);
        var ex = Assert.Throws<InvalidDataException>(() => BaseRows.Load(malformed, place.Scratch));
        Assert.Contains($"vectors {plan.Id} is malformed", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_IdNotAboveTheLast_IsRefused()
    {
        var points = place.Points(2).OrderBy(point => point.Id).ToArray();
        using var builder = new VectorTableBuilder(place.Dimensions, place.Scratch);
        builder.Add(points[1], []);
        Assert.Throws<ArgumentException>(() => builder.Add(points[0], []));
        Assert.Throws<ArgumentException>(() => builder.Add(points[1], []));
    }

    [Fact]
    public async Task Search_AllZeroVectorsOrNone_FindsNothing()
    {
        var points = place.Points(40, () => new float[13]);
        var query = new VectorQuery([1, .. new float[12]], 5);
        await place.PublishAsync("zero", points);
        Assert.Empty(await place.Index.SearchAsync(query, TestIndex.None));
        Assert.Equal(40, (await place.Index.GetAsync([.. points.Select(p => p.Id)], TestIndex.None)).Count);
        await place.PublishAsync("none", []);
        await place.Index.RefreshAsync(TestIndex.None);
        Assert.Equal(0, await place.Index.CountAsync(TestIndex.None));
        Assert.Empty(await place.Index.SearchAsync(query, TestIndex.None));
    }

    public void Dispose() => place.Dispose();
}
