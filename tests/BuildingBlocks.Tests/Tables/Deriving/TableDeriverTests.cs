using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables.Deriving;

public sealed class TableDeriverTests : IDisposable
{
    private readonly DerivingWorld world = new();

    [Fact]
    public async Task Derive_InputMissing_WaitsForIt()
    {
        using var deriver = world.Deriver(new NumbersTable(world.Input));
        var status = await deriver.DeriveAsync(default);
        Assert.Equal((DerivedState.Waiting, "The numbers file was not verified yet."), (status.State, status.Detail));
        Assert.Empty(world.Announced);
    }

    [Fact]
    public async Task Derive_InputThere_BuildsPublishesAndAnnounces()
    {
        world.Input.Current = ("a", 5);
        var table = new NumbersTable(world.Input);
        using var deriver = world.Deriver(table);
        Assert.Equal(DerivedState.Current, (await deriver.DeriveAsync(default)).State);
        var pointer = Assert.Single(world.Announced);
        Assert.Equal((1, 5), (pointer.Number, pointer.Revisions["numbers"]));
        Assert.EndsWith(" 100", await world.DigestAsync(), StringComparison.Ordinal);
        Assert.Equal(1, table.Built);
    }

    [Fact]
    public async Task Derive_Again_BuildsNothingAndAnnouncesTheSame()
    {
        world.Input.Current = ("a", 5);
        await DeriveAsync();
        Assert.Equal((DerivedState.Current, 0), await DeriveAsync());
        Assert.Equal([1, 1], world.Announced.Select(pointer => pointer.Number));
    }

    [Fact]
    public async Task Derive_InputsThereAndBack_BuildsEachOnce()
    {
        var built = new List<int>();
        foreach (var (content, revision) in new[] { ("a", 1L), ("bb", 2L), ("a", 3L), ("bb", 4L) })
        {
            world.Input.Current = (content, revision);
            built.Add((await DeriveAsync()).Built);
        }

        Assert.Equal([1, 1, 0, 0], built);
        Assert.Equal([1, 2, 3, 4], world.Announced.Select(pointer => pointer.Number));
    }

    [Fact]
    public async Task Derive_MappingVersionRaised_BuildsAgainWithEqualContent()
    {
        world.Input.Current = ("a", 1);
        await DeriveAsync();
        using var deriver = world.Deriver(new NumbersTable(world.Input) { MappingVersion = 2 });
        await deriver.DeriveAsync(default);
        Assert.Equal(2, world.Announced.Select(pointer => pointer.Id).Distinct().Count());
        // A table made of this one has the same id as before, and is not built again.
        Assert.Single(world.Announced.Select(pointer => pointer.ContentSha256).Distinct());
    }

    [Fact]
    public async Task Derive_InputThatCannotBeRead_IsRefusedUntilSomethingChanges()
    {
        world.Input.Current = ("bad", 1);
        Assert.Equal((DerivedState.Refused, 1), await DeriveAsync());
        Assert.Equal((DerivedState.Refused, 0), await DeriveAsync());
        using (var deriver = world.Deriver(new NumbersTable(world.Input)))
            Assert.StartsWith("not_numbers: Line 7", (await deriver.DeriveAsync(default)).Detail, StringComparison.Ordinal);

        world.Input.Step = 2;
        Assert.Equal((DerivedState.Current, 1), await DeriveAsync());
        world.Input.Step = 1;
        Assert.Equal((DerivedState.Refused, 0), await DeriveAsync());
        world.Input.Current = ("good", 2);
        Assert.Equal((DerivedState.Current, 1), await DeriveAsync());
    }

    [Fact]
    public async Task Derive_RefusalRemoved_IsTriedAgain()
    {
        world.Input.Current = ("bad", 1);
        await DeriveAsync();
        await world.Refusals.RemoveAsync((await new NumbersTable(world.Input).WantAsync(default)).Plan!, default);
        Assert.Equal((DerivedState.Refused, 1), await DeriveAsync());
    }

    [Fact]
    public async Task Derive_InputChangesMeanwhile_PublishesTheNewestAlone()
    {
        world.Input.Current = ("a", 1);
        var table = new NumbersTable(world.Input);
        table.WhileWriting = _ => world.Input.Current = ("bb", 2);
        using var deriver = world.Deriver(table);
        Assert.Equal(DerivedState.Current, (await deriver.DeriveAsync(default)).State);
        Assert.Equal((1, 2L), (Assert.Single(world.Announced).Number, world.Announced[0].Revisions["numbers"]));
        Assert.Equal(2, table.Built);
    }

    [Fact]
    public async Task Derive_InstanceThatIsBehind_IsOvertaken()
    {
        world.Input.Current = ("bb", 2);
        await DeriveAsync();
        var late = new NumbersInput { Current = ("a", 1) };
        using var deriver = world.Deriver(new NumbersTable(late));
        Assert.Equal(DerivedState.Overtaken, (await deriver.DeriveAsync(default)).State);
        Assert.Equal(2, Assert.Single(world.Announced).Revisions["numbers"]);
    }

    [Fact]
    public async Task Derive_InstanceOfAnOlderProgram_BuildsNothing()
    {
        world.Input.Current = ("a", 1);
        using (var newer = world.Deriver(new NumbersTable(world.Input) { MappingVersion = 2 }))
            await newer.DeriveAsync(default);
        var table = new NumbersTable(world.Input);
        using var deriver = world.Deriver(table);
        Assert.Equal(DerivedState.Overtaken, (await deriver.DeriveAsync(default)).State);
        Assert.Equal(0, table.Built);
    }

    [Fact]
    public async Task Derive_AnotherGenerationPinned_SaysSo()
    {
        world.Input.Current = ("a", 1);
        await DeriveAsync();
        await world.Store.PinAsync("numbers", world.Announced[0].Id, "operator", default);
        world.Input.Current = ("bb", 2);
        Assert.Equal((DerivedState.Pinned, 1), await DeriveAsync());
        await world.Store.ReleaseAsync("numbers", "operator", default);
        Assert.Equal((DerivedState.Current, 0), await DeriveAsync());
    }

    [Fact]
    public async Task Derive_PartsDeletedByHand_BuildsThemAgain()
    {
        world.Input.Current = ("a", 1);
        await DeriveAsync();
        var before = await world.DigestAsync();
        File.Delete(world.PathOf(world.Announced[0].Id, "000000-000000.part"));
        world.Input.Current = ("a", 2);
        Assert.Equal((DerivedState.Current, 1), await DeriveAsync());
        Assert.Equal(before, await world.DigestAsync());
    }

    [Fact]
    public async Task Derive_PartGoneBeforeTheManifestIsWritten_BuildsItAgain()
    {
        world.Input.Current = ("a", 1);
        await DeriveAsync();
        var before = await world.DigestAsync();
        File.Delete(world.PathOf(world.Announced[0].Id, "manifest"));
        File.Delete(world.PathOf(world.Announced[0].Id, "000000-000000.part"));
        Assert.Equal((DerivedState.Current, 1), await DeriveAsync());
        Assert.Equal(before, await world.DigestAsync());
    }

    [Theory]
    [InlineData(typeof(ArtifactNotFoundException))]
    [InlineData(typeof(ArtifactChangedException))]
    [InlineData(typeof(InvalidDataException))]
    public async Task Derive_InputCannotBeUsedAsItIs_IsNotRefusedAndTriedAgainNextTime(Type fault)
    {
        world.Input.Current = ("a", 1);
        var table = new NumbersTable(world.Input) { WhileWriting = _ => throw Fault(fault) };
        using var deriver = world.Deriver(table);
        var status = await deriver.DeriveAsync(default);
        Assert.Equal((DerivedState.InputUnusable, Fault(fault).Message), (status.State, status.Detail));

        table.WhileWriting = _ => { };
        Assert.Equal(DerivedState.Current, (await deriver.DeriveAsync(default)).State);
    }

    [Fact]
    public async Task Unit_WhoseInputCannotBeUsed_IsPlannedAgain()
    {
        world.Input.Current = ("a", 1);
        var table = new NumbersTable(world.Input) { Units = 2, WhileWriting = _ => throw Fault(typeof(ArtifactNotFoundException)) };
        using var deriver = world.Deriver(table, queued: true);
        await deriver.DeriveAsync(default);
        Assert.Equal(DerivedState.InputUnusable, (await deriver.BuildUnitAsync(world.Planned[0].Plan, 0, default)).State);

        table.WhileWriting = _ => { };
        await deriver.DeriveAsync(default);
        foreach (var (plan, unit) in world.Planned[2..])
            await deriver.BuildUnitAsync(plan, unit, default);
        Assert.EndsWith(" 200", await world.DigestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Units_BuiltByTwoInstancesInAnyOrderAndTwice_EndAsOne()
    {
        world.Input.Current = ("a", 1);
        var tables = new[] { new NumbersTable(world.Input) { Units = 5 }, new NumbersTable(world.Input) { Units = 5 } };
        using var one = world.Deriver(tables[0], queued: true);
        using var other = world.Deriver(tables[1], queued: true);
        Assert.Equal((DerivedState.Building, 0, 5), Units(await one.DeriveAsync(default)));
        var units = world.Planned.ToList();
        Assert.Equal(Enumerable.Range(0, 5), units.Select(unit => unit.Unit));
        var states = new List<DerivedState>();
        foreach (var (unit, i) in units.Concat(units).Reverse().Select((unit, i) => (unit, i)))
            states.Add((await (i % 2 == 0 ? one : other).BuildUnitAsync(unit.Plan, unit.Unit, default)).State);
        Assert.Equal(DerivedState.Current, states[^1]);
        Assert.Equal(5, tables.Sum(table => table.Built));
        Assert.EndsWith(" 500", await world.DigestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unit_OfAPlanThatIsNoLongerWanted_IsNotBuilt()
    {
        world.Input.Current = ("a", 1);
        var table = new NumbersTable(world.Input) { Units = 2 };
        using var deriver = world.Deriver(table, queued: true);
        await deriver.DeriveAsync(default);
        var (plan, unit) = world.Planned[0];
        world.Input.Current = ("bb", 2);
        await deriver.BuildUnitAsync(plan, unit, default);
        Assert.Equal(0, table.Built);
        Assert.Equal(4, world.Planned.Count);
    }

    [Fact]
    public async Task Derive_KilledAtEveryStep_EndsAsUndisturbed()
    {
        world.Input.Current = ("a", 1);
        using (var undisturbed = world.Deriver(new NumbersTable(world.Input) { Units = 3 }))
            await undisturbed.DeriveAsync(default);
        var expected = await world.DigestAsync();
        var crashes = 0;
        for (var step = 1; ; step++)
        {
            using var fresh = new DerivingWorld();
            fresh.Input.Current = ("a", 1);
            if (await CrashAsync(fresh, step))
                crashes++;
            else
                break;
            using var deriver = fresh.Deriver(new NumbersTable(fresh.Input) { Units = 3 });
            Assert.Equal(DerivedState.Current, (await deriver.DeriveAsync(default)).State);
            Assert.Equal(expected, await fresh.DigestAsync());
        }

        Assert.True(crashes >= 20, $"Only {crashes} steps.");
    }

    [Fact]
    public async Task Status_WhileAUnitIsWritten_HasRateAndTimeLeft()
    {
        world.Input.Current = ("a", 1);
        var table = new NumbersTable(world.Input);
        using var deriver = world.Deriver(table);
        DerivedStatus? seen = null;
        table.WhileWriting = rows =>
        {
            world.Time.Advance(TimeSpan.FromSeconds(2));
            rows.Report(20);
            seen = deriver.Status;
        };
        await deriver.DeriveAsync(default);
        Assert.Equal((DerivedState.Building, 20L, 10.0, TimeSpan.FromSeconds(8)), (seen!.State, seen.Rows, seen.RowsPerSecond, seen.Left));
        Assert.Equal((DerivedState.Current, null), (deriver.Status.State, deriver.Status.Left));
    }

    public void Dispose() => world.Dispose();

    private static (DerivedState, int, int) Units(DerivedStatus status) => (status.State, status.UnitsDone, status.Units);

    private static Exception Fault(Type type)
    {
        var key = ArtifactKey.Parse("input/numbers.txt");
        return type == typeof(ArtifactNotFoundException) ? new ArtifactNotFoundException(key)
            : type == typeof(ArtifactChangedException) ? new ArtifactChangedException(new ArtifactReference(key, 1, "aa"), "has other bytes")
            : new InvalidDataException("The table is damaged.");
    }

    /// <returns>False when the run ended before it reached the step.</returns>
    private static async Task<bool> CrashAsync(DerivingWorld world, int step)
    {
        var passed = 0;
        using var deriver = world.Deriver(new NumbersTable(world.Input) { Units = 3 }, reached: _ =>
        {
            if (++passed == step)
                throw new InvalidOperationException("The process is gone.");
        });
        try
        {
            await deriver.DeriveAsync(default);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private async Task<(DerivedState State, int Built)> DeriveAsync()
    {
        var table = new NumbersTable(world.Input);
        using var deriver = world.Deriver(table);
        return ((await deriver.DeriveAsync(default)).State, table.Built);
    }
}
