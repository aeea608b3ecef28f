namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>Corrupt files are reported with name and remedy, and no result comes from corrupt data.</summary>
public sealed class CorruptionTests : IDisposable
{
    private readonly TestIndex place = new();

    [Fact]
    public async Task Base_AnyBitFlipped_IsToldAndNeverAnsweredFrom()
    {
        var points = await MergedAsync(1500);
        var sound = File.ReadAllBytes(place.File("base-1"));
        var random = new Random(7);
        for (var round = 0; round < 120; round++)
        {
            var at = round < 40 ? random.Next(250) : random.Next(sound.Length);
            var flipped = sound.ToArray();
            flipped[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(place.File("base-1"), flipped);
            var ex = await Assert.ThrowsAsync<InvalidDataException>(() => UseAsync(points));
            Assert.Contains("base-1", ex.Message, StringComparison.Ordinal);
            Assert.Contains("rebuild the vectors from the feature store", ex.Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(place.File("base-1"), sound);
        await UseAsync(points);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(100_000)]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Base_OfAnotherLength_IsToldAtOpen(int length)
    {
        await MergedAsync(1500);
        using (var file = File.OpenWrite(place.File("base-1")))
            file.SetLength(length is -1 or 1 ? file.Length + length : length);
        using var index = place.Open();
        await AssertDamagedAsync(() => index.CountAsync(TestIndex.None), "base-1");
    }

    [Theory]
    [InlineData("base-1")]
    [InlineData("tail-1")]
    public async Task Files_OneMissing_IsTold(string name)
    {
        await MergedAsync(50);
        File.Delete(place.File(name));
        using var index = place.Open();
        await AssertDamagedAsync(() => index.CountAsync(TestIndex.None), name);
    }

    [Fact]
    public async Task Manifest_OfOtherText_IsTold()
    {
        await MergedAsync(50);
        File.WriteAllText(place.File("manifest"), "spotifyplatform vectors 1 generation one\n");
        using var index = place.Open();
        await AssertDamagedAsync(() => index.CountAsync(TestIndex.None), "manifest");
    }

    [Fact]
    public async Task Open_OtherDimensions_SaysBoth()
    {
        await MergedAsync(50);
        using var index = place.Open(dimensions: 21);
        var ex = await Assert.ThrowsAsync<InvalidDataException>(() => index.CountAsync(TestIndex.None));
        Assert.Contains("13", ex.Message, StringComparison.Ordinal);
        Assert.Contains("21", ex.Message, StringComparison.Ordinal);
    }

    /// <summary>A tail that is truncated anywhere keeps its complete frames and accepts new ones.</summary>
    [Fact]
    public async Task Tail_CutAnywhere_KeepsTheWholeFrames()
    {
        var points = place.Points(6);
        var ends = new List<long>();
        using (var index = place.Open())
            foreach (var point in points)
            {
                await index.UpsertAsync([point], TestIndex.None);
                ends.Add(new FileInfo(place.File("tail-0")).Length);
            }

        var whole = File.ReadAllBytes(place.File("tail-0"));
        for (var length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(place.File("tail-0"), whole[..length]);
            using var index = place.Open();
            var kept = ends.Count(end => end <= length);
            Assert.Equal(kept, await index.CountAsync(TestIndex.None));
            await index.UpsertAsync([points[5]], TestIndex.None);
            using var again = place.Open();
            Assert.Equal(kept + 1, (await again.SearchAsync(new VectorQuery(points[0].Vector, 10), TestIndex.None)).Count);
        }
    }

    [Fact]
    public async Task Tail_AnyBitFlippedBeforeTheLastFrame_IsTold()
    {
        var points = place.Points(40);
        using (var index = place.Open())
            foreach (var batch in points.Chunk(10))
                await index.UpsertAsync(batch, TestIndex.None);
        var sound = File.ReadAllBytes(place.File("tail-0"));
        var random = new Random(8);
        for (var round = 0; round < 200; round++)
        {
            var flipped = sound.ToArray();
            flipped[random.Next(sound.Length / 2)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(place.File("tail-0"), flipped);
            using var index = place.Open();
            await AssertDamagedAsync(() => index.CountAsync(TestIndex.None), "tail-0");
            await AssertDamagedAsync(() => index.UpsertAsync(points[..1], TestIndex.None), "tail-0");
        }
    }

    public void Dispose() => place.Dispose();

    private static async Task AssertDamagedAsync(Func<Task> work, string name)
    {
        var ex = await Assert.ThrowsAsync<InvalidDataException>(work);
        Assert.Contains(name, ex.Message, StringComparison.Ordinal);
        Assert.Contains("rebuild the vectors from the feature store", ex.Message, StringComparison.Ordinal);
    }

    private async Task<VectorPoint[]> MergedAsync(int count)
    {
        var points = place.Points(count);
        using var index = place.Open();
        await index.UpsertAsync(points, TestIndex.None);
        await index.MergeAsync(TestIndex.None);
        return points;
    }

    /// <summary>Results before the corruption is detected are correct.</summary>
    private async Task UseAsync(VectorPoint[] points)
    {
        using var index = place.Open();
        foreach (var point in points[..3])
        {
            var query = new VectorQuery(point.Vector, 10) { Filter = new VectorFilter { AnyGenre = ["jazz"], MinPopularity = 20 } };
            Naive.AssertSame(points, query, await index.SearchAsync(query, TestIndex.None));
        }

        Assert.Equal(points[..50].Select(p => p.Payload.Title), (await index.GetAsync([.. points[..50].Select(p => p.Id)], TestIndex.None)).Select(p => p.Payload.Title));
        await index.VerifyAsync(TestIndex.None);
    }
}
