using System.Globalization;
using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>A short run of <c>bench kill similarity</c>.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TestIndex place = new();

    [Fact]
    public async Task Kill_WhileWritingAndMerging_LosesNothingAcknowledged()
    {
        var random = new Random(20261121);
        var first = 0;
        for (var kill = 0; kill < 8; kill++)
        {
            var last = await KillAfterAsync(first, random.Next(1, 60));
            first = await AssertHoldsAsync(last);
        }

        Assert.Contains(Directory.EnumerateFiles(place.Folder), file => Path.GetFileName(file).StartsWith("base-", StringComparison.Ordinal));
    }

    public void Dispose() => place.Dispose();

    /// <returns>The last step that was acknowledged.</returns>
    private async Task<int> KillAfterAsync(int first, int steps)
    {
        using var process = CrashProgram.Start("vectors", place.Folder, first);
        var last = first - 1;
        while (last < first + steps)
            last = int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        process.Kill();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (int.TryParse(line, CultureInfo.InvariantCulture, out var more) && more == last + 1)
                last = more;
        await process.WaitForExitAsync();
        return last;
    }

    /// <summary>The index contains every acknowledged step, and of the next step nothing, the puts, or everything.</summary>
    /// <returns>The step to continue with.</returns>
    private async Task<int> AssertHoldsAsync(int last)
    {
        using var index = place.Open();
        var acknowledged = VectorWriter.After(last + 1);
        var next = VectorWriter.Put(last + 1);
        var more = VectorWriter.After(last + 2);
        var ids = acknowledged.Keys.Concat(next.Select(p => p.Id)).Distinct().ToList();
        var found = (await index.GetAsync(ids, TestIndex.None)).ToDictionary(p => p.Id);
        Assert.Equal(found.Count, await index.CountAsync(TestIndex.None));
        var started = next.Any(p => found.TryGetValue(p.Id, out var had) && had.Payload.Title == p.Payload.Title);
        var expected = new Dictionary<TrackId, VectorPoint>(acknowledged);
        if (started)
            foreach (var point in next)
                expected[point.Id] = point;
        if (started && VectorWriter.Removed(last + 1).All(id => !found.ContainsKey(id)))
            expected = more;
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        Assert.All(expected.Values, point => Assert.Equal((point.Payload.Title, point.Vector[0]), (found[point.Id].Payload.Title, found[point.Id].Vector[0])));
        foreach (var point in next[..3])
        {
            var query = new VectorQuery(point.Vector, 20);
            Naive.AssertSame(expected.Values, query, await index.SearchAsync(query, TestIndex.None));
        }

        await index.VerifyAsync(TestIndex.None);
        return last + 1;
    }
}
