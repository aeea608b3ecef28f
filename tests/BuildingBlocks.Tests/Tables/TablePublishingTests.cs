using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables;
using static SpotifyPlatform.Tables.TableStore;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables;

public sealed class TablePublishingTests : IDisposable
{
    private readonly TableWorld world = new();

    [Fact]
    public async Task Publish_TheFirst_IsCurrentAndItsRowsAreRead()
    {
        var store = world.Store();
        Assert.Null(await store.FindCurrentAsync("rows", default));
        var manifest = await BuildAsync("1");
        Assert.Equal(PublishOutcome.Published, await PublishAsync(manifest, 5));
        var current = (await store.FindCurrentAsync("rows", default))!;
        Assert.Equal((1, manifest.Plan.Id, 5, "test", false), (current.Number, current.Id, current.Revisions["file"], current.Builder, current.Pinned));
        using var table = await store.OpenAsync((await store.FindAsync("rows", current.Id, default))!, default);
        Assert.Equal(20, TableWorld.ReadAll(table).Count);
    }

    [Fact]
    public async Task Publish_AgainOfTheSameRevisions_ChangesNothing()
    {
        var manifest = await BuildAsync("1");
        await PublishAsync(manifest, 5);
        Assert.Equal(PublishOutcome.Unchanged, await PublishAsync(manifest, 5));
        Assert.Single(await world.Store().ListPointersAsync("rows", default));
    }

    [Fact]
    public async Task Publish_InputsThereAndBackAgain_PointsToTheOldFolder()
    {
        var (a, b) = (await BuildAsync("a"), await BuildAsync("b"));
        await PublishAsync(a, 1);
        await PublishAsync(b, 2);
        Assert.Empty(await world.Store().ListMissingUnitsAsync(a.Plan, default));
        Assert.Equal(PublishOutcome.Published, await PublishAsync(a, 3));
        Assert.Equal([(3, a.Plan.Id), (2, b.Plan.Id), (1, a.Plan.Id)], (await world.Store().ListPointersAsync("rows", default)).Select(pointer => (pointer.Number, pointer.Id)));
    }

    [Fact]
    public async Task Publish_ByTwoInstancesInOppositeOrder_EndsWithTheNewest()
    {
        var (a, b) = (await BuildAsync("a"), await BuildAsync("b"));
        // One instance hears of a, b and a again; the other is late with b.
        await PublishAsync(a, 1);
        await PublishAsync(a, 3);
        Assert.Equal(PublishOutcome.Overtaken, await PublishAsync(b, 2));
        Assert.Equal(a.Plan.Id, (await world.Store().FindCurrentAsync("rows", default))!.Id);
    }

    [Fact]
    public async Task Publish_ByAnOlderProgram_IsOvertakenUnlessItsInputsAreNewer()
    {
        var older = await BuildAsync("a");
        var newer = await world.BuildAsync(TableWorld.Plan(input: "a") with { MappingVersion = 2 }, [(TableWorld.Key(1), new byte[4])]);
        await PublishAsync(newer, 1);
        Assert.Equal(PublishOutcome.Overtaken, await PublishAsync(older, 1));
        Assert.Equal(PublishOutcome.Published, await PublishAsync(older, 2));
        Assert.Equal(PublishOutcome.Published, await PublishAsync(newer, 2));
        // An operator can go back.
        await world.Store().PinAsync("rows", older.Plan.Id, "operator", default);
        await world.Store().ReleaseAsync("rows", "operator", default);
        Assert.Equal(PublishOutcome.Published, await PublishAsync(newer, 2));
    }

    [Fact]
    public async Task Publish_ByManyAtOnce_NumbersEachOnceAndEndsWithTheNewest()
    {
        var manifests = new List<Manifest>();
        for (var i = 0; i < 8; i++)
            manifests.Add(await BuildAsync($"{i}"));
        await Task.WhenAll(manifests.Select((manifest, i) => Task.Run(() => PublishAsync(manifest, i))));
        var history = await world.Store().ListPointersAsync("rows", default);
        Assert.Equal(manifests[7].Plan.Id, history[0].Id);
        Assert.Equal(Enumerable.Range(1, history.Count).Reverse(), history.Select(pointer => (int)pointer.Number));
        Assert.Equal(history.OrderByDescending(pointer => pointer.Revisions["file"]), history);
    }

    [Fact]
    public async Task Pin_AGeneration_HoldsUntilItIsReleased()
    {
        var store = world.Store();
        var (a, b) = (await BuildAsync("a"), await BuildAsync("b"));
        await PublishAsync(a, 1);
        await PublishAsync(b, 2);
        await store.PinAsync("rows", a.Plan.Id, "operator", default);
        Assert.Equal(PublishOutcome.Pinned, await PublishAsync(b, 3));
        Assert.Equal((a.Plan.Id, true), await CurrentAsync());
        await store.ReleaseAsync("rows", "operator", default);
        await store.ReleaseAsync("rows", "operator", default);
        Assert.Equal((a.Plan.Id, false), await CurrentAsync());
        Assert.Equal(PublishOutcome.Published, await PublishAsync(b, 3));
        Assert.Equal(5, (await store.ListPointersAsync("rows", default)).Count);
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => store.PinAsync("rows", new string('0', 32), "operator", default));

        async Task<(string, bool)> CurrentAsync()
        {
            var current = await store.FindCurrentAsync("rows", default);
            return (current!.Id, current.Pinned);
        }
    }

    [Fact]
    public async Task Publish_OfPrunedParts_SaysSoAndTheyAreBuiltAgain()
    {
        var manifest = await BuildAsync("a");
        File.Delete(world.PathOf(manifest.Plan, manifest.Parts[0].Name));
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => PublishAsync(manifest, 1));
        Assert.Equal([0], await world.Store().ListMissingUnitsAsync(manifest.Plan, default));
        Assert.Equal(manifest.ContentSha256, (await BuildAsync("a")).ContentSha256);
        Assert.Equal(PublishOutcome.Unchanged, await PublishAsync(manifest, 1));
    }

    [Fact]
    public async Task Complete_UnitsByTwoInstances_IsOneManifestInTheOrderOfKeys()
    {
        var plan = TableWorld.Plan(units: 3);
        var store = world.Store();
        Assert.Equal([0, 1, 2], await store.ListMissingUnitsAsync(plan, default));
        foreach (var unit in new[] { 2, 0, 2 })
            await WriteAsync(plan, unit, unit * 100);
        Assert.Null(await store.CompleteAsync(plan, null, default));
        Assert.Equal([1], await world.Store().ListMissingUnitsAsync(plan, default));
        await WriteAsync(plan, 1, 100);
        var manifest = (await store.CompleteAsync(plan, null, default))!;
        Assert.Equal((30, 30, 3), (manifest.Rows, manifest.Counts["rows"], manifest.LeftOut["bad"]));
        using var table = await store.OpenAsync(manifest, default);
        Assert.Equal(Enumerable.Range(0, 3).SelectMany(unit => Enumerable.Range(unit * 100, 10)).Select(TableWorld.Key), TableWorld.ReadAll(table).Select(row => row.Key));
    }

    [Fact]
    public async Task Complete_UnitsThatOverlap_IsAnError()
    {
        var plan = TableWorld.Plan(units: 2);
        await world.Store().ListMissingUnitsAsync(plan, default);
        await WriteAsync(plan, 0, 5);
        await WriteAsync(plan, 1, 5);
        await Assert.ThrowsAsync<InvalidDataException>(() => world.Store().CompleteAsync(plan, null, default));
    }

    [Fact]
    public void Plan_AnyChange_IsAnotherId()
    {
        var plan = TableWorld.Plan();
        TablePlan[] others =
        [
            plan with { Table = "other" }, plan with { KeyBytes = 8 }, plan with { PageBytes = 1024 }, plan with { MappingVersion = 2 }, plan with { Units = 2 },
            plan with { Rules = new() { ["least"] = "4" } }, plan with { Inputs = new() { ["file"] = "2" } }, plan with { Inputs = new() { ["other"] = "1" } },
        ];
        Assert.Equal(others.Length + 1, others.Append(plan).Select(other => other.Id).Distinct().Count());
        var reordered = plan with { Rules = new(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a))) { ["least"] = "3" } };
        Assert.Equal(plan.Id, reordered.Id);
    }

    [Fact]
    public async Task Prune_OldGenerations_SparesTheLastOnesAndTheRecent()
    {
        var store = world.Store();
        var built = new List<Manifest>();
        for (var i = 0; i < 5; i++)
        {
            built.Add(await BuildAsync($"{i}"));
            await PublishAsync(built[i], i);
        }

        var unpublished = await BuildAsync("unpublished");
        Assert.Empty(await store.PruneAsync("rows", 1, default));

        world.Time.Advance(TimeSpan.FromHours(25));
        var last = await BuildAsync("last");
        await PublishAsync(last, 9);
        // The fourth was superseded just now; the files of all are older than a day by the clock of the store.
        var pruned = await store.PruneAsync("rows", 1, default);
        Assert.Equal(built.Take(4).Append(unpublished).Select(manifest => manifest.Plan.Id).Order(StringComparer.Ordinal), pruned);
        Assert.NotNull(await store.FindAsync("rows", built[4].Plan.Id, default));

        world.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal([built[4].Plan.Id], await store.PruneAsync("rows", 1, default));
        Assert.Null(await store.FindAsync("rows", built[4].Plan.Id, default));
        Assert.NotNull(await store.FindAsync("rows", last.Plan.Id, default));
    }

    [Fact]
    public async Task Prune_WhileATableIsRead_LetsItReadOn()
    {
        var manifest = await BuildAsync("a");
        await PublishAsync(manifest, 1);
        await PublishAsync(await BuildAsync("b"), 2);
        using var table = await world.Store().OpenAsync(manifest, default);
        world.Time.Advance(TimeSpan.FromHours(49));
        Assert.Equal([manifest.Plan.Id], await world.Store().PruneAsync("rows", 1, default));
        Assert.Equal(20, TableWorld.ReadAll(table).Count);
    }

    public void Dispose() => world.Dispose();

    private Task<Manifest> BuildAsync(string input) =>
        world.BuildAsync(TableWorld.Plan(input: input), Enumerable.Range(0, 20).Select(i => (TableWorld.Key(i), BitConverter.GetBytes(i))));

    private Task<PublishOutcome> PublishAsync(Manifest manifest, long revision) =>
        world.Store().PublishAsync(manifest, new() { ["file"] = revision }, "test", default);

    private async Task WriteAsync(TablePlan plan, int unit, int first)
    {
        using var writer = world.Store().Write(plan, unit);
        for (var i = first; i < first + 10; i++)
            writer.Add(TableWorld.Key(i), []);
        writer.Count("rows", 10);
        writer.LeaveOut("bad");
        await writer.CompleteAsync(default);
    }
}
