using SpotifyPlatform.BuildingBlocks.Tests.Tables.Deriving;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables.Reports;

/// <summary>What the artifact store alone says of tables.</summary>
public sealed class TableReportsTests : IDisposable
{
    private readonly DerivingWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task List_NoTableYet_IsEmpty() => Assert.Empty(await world.Reports.ListAsync(default));

    [Fact]
    public async Task Read_AnInputHasChangedSince_IsStaleAndNamesIt()
    {
        await AnnounceAsync("a", 1);
        using var deriver = world.Deriver(new NumbersTable(world.Input));
        await deriver.DeriveAsync(default);
        Assert.Equal((TableReportState.Current, 100L), await StateAsync());

        await AnnounceAsync("bb", 2);

        var report = Assert.Single(await world.Reports.ListAsync(default));
        Assert.Equal(TableReportState.Stale, report.State);
        Assert.Equal("Changed since: numbers.", report.Detail);
    }

    [Fact]
    public async Task Read_UnitsAreMissing_SaysHowManyAreBuilt()
    {
        await AnnounceAsync("a", 1);
        using var deriver = world.Deriver(new NumbersTable(world.Input) { Units = 3 }, queued: true);
        await deriver.DeriveAsync(default);
        await deriver.BuildUnitAsync(world.Planned[0].Plan, 1, default);

        var report = Assert.Single(await world.Reports.ListAsync(default));

        Assert.Equal((TableReportState.Building, "1 of 3 units are built."), (report.State, report.Detail));
    }

    [Fact]
    public async Task Read_InputsCannotBeRead_SaysWhyUntilOthersCome()
    {
        await AnnounceAsync("bad", 1);
        using var deriver = world.Deriver(new NumbersTable(world.Input));
        await deriver.DeriveAsync(default);
        var refused = Assert.Single(await world.Reports.ListAsync(default));
        Assert.Equal(TableReportState.Refused, refused.State);
        Assert.Contains("Line 7", refused.Detail, StringComparison.Ordinal);

        await AnnounceAsync("good", 2);
        await deriver.DeriveAsync(default);

        Assert.Equal((TableReportState.Current, 100L), await StateAsync());
    }

    [Fact]
    public async Task Read_Pinned_SaysHowToRelease()
    {
        await AnnounceAsync("a", 1);
        using var deriver = world.Deriver(new NumbersTable(world.Input));
        var first = (await deriver.DeriveAsync(default)).WantedId!;
        await world.Store.PinAsync("numbers", first, "test", default);
        await AnnounceAsync("bb", 2);
        Assert.Equal(DerivedState.Pinned, (await deriver.DeriveAsync(default)).State);

        var report = Assert.Single(await world.Reports.ListAsync(default));

        Assert.Equal((TableReportState.Pinned, first), (report.State, report.Current!.Id));
        Assert.Contains("--latest", report.Detail, StringComparison.Ordinal);
        Assert.Equal(2, (await world.Reports.ListGenerationsAsync("numbers", default)).Count(generation => generation.Manifest is not null));
    }

    [Fact]
    public async Task Read_ManifestIsDamaged_SaysSoUntilItIsWrittenAgain()
    {
        await AnnounceAsync("a", 1);
        using var deriver = world.Deriver(new NumbersTable(world.Input));
        var id = (await deriver.DeriveAsync(default)).WantedId!;
        File.WriteAllText(world.PathOf(id, "manifest"), "{");

        Assert.Equal(TableReportState.Damaged, Assert.Single(await world.Reports.ListAsync(default)).State);
        await deriver.DeriveAsync(default);
        Assert.Equal((TableReportState.Current, 100L), await StateAsync());
    }

    [Fact]
    public async Task Read_OtherOptionsRefused_StaysCurrentAndTellsThem()
    {
        await AnnounceAsync("bad", 1);
        using var deriver = world.Deriver(new NumbersTable(world.Input));
        world.Input.Step = 2;
        await deriver.DeriveAsync(default);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Input.Step = 1;
        Assert.Equal(DerivedState.Refused, (await deriver.DeriveAsync(default)).State);

        var report = await world.Reports.ReadAsync("numbers", default);

        Assert.Equal(TableReportState.Current, report.State);
        Assert.Contains("other options, is refused: not_numbers", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_PlanOrPointerIsDamaged_SaysSoAndGoesOn()
    {
        await AnnounceAsync("a", 1);
        using var deriver = world.Deriver(new NumbersTable(world.Input));
        var id = (await deriver.DeriveAsync(default)).WantedId!;
        await AnnounceAsync("bb", 2);
        var other = (await deriver.DeriveAsync(default)).WantedId!;
        File.WriteAllText(world.PathOf(id, "plan"), "{");
        File.WriteAllText(world.PathOf(other, "plan"), "{");

        var report = Assert.Single(await world.Reports.ListAsync(default));

        Assert.Equal(TableReportState.Damaged, report.State);
        Assert.Contains("is damaged", report.Detail, StringComparison.Ordinal);
    }

    private async Task AnnounceAsync(string content, long revision)
    {
        world.Input.Current = (content, revision);
        await world.Inputs.RecordAsync(DerivingWorld.FileOf(content, revision), default);
    }

    private async Task<(TableReportState State, long? Rows)> StateAsync()
    {
        var report = await world.Reports.ReadAsync("numbers", default);
        return (report.State, report.Manifest?.Rows);
    }
}
