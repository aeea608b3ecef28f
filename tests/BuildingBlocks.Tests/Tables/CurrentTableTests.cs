using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables;

public sealed class CurrentTableTests : IDisposable
{
    private readonly TableWorld world = new();
    private readonly CurrentTable current;
    private long revision;

    public CurrentTableTests() => current = new CurrentTable(world.Store(), "rows", world.Time, NullLogger<CurrentTable>.Instance);

    [Fact]
    public async Task Read_NeverPublished_IsWithoutATableUntilOneIs()
    {
        Assert.Null(await ReadAsync());
        await PublishAsync("a");
        Assert.Null(await ReadAsync());
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("a", await ReadAsync());
    }

    [Fact]
    public async Task Read_PointerMoved_SwitchesAfterAMinuteOrAtAHint()
    {
        await PublishAsync("a");
        Assert.Equal("a", await ReadAsync());
        await PublishAsync("b");
        Assert.Equal("a", await ReadAsync());
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("b", await ReadAsync());
        await PublishAsync("c");
        await current.RefreshAsync(default);
        Assert.Equal("c", await ReadAsync());
    }

    [Fact]
    public async Task Read_SwitchedMeanwhile_EndsOnWhatItBeganWith()
    {
        await PublishAsync("a");
        var rows = await current.ReadAsync(table =>
        {
            PublishAsync("b").GetAwaiter().GetResult();
            current.RefreshAsync(default).GetAwaiter().GetResult();
            return TableWorld.ReadAll(table!);
        }, default);
        Assert.Equal("a"u8.ToArray(), rows[0].Value);
        Assert.Equal("b", await ReadAsync());
    }

    [Fact]
    public async Task Read_NewGenerationDamaged_ReadsOnInTheFormer()
    {
        await PublishAsync("a");
        Assert.Equal("a", await ReadAsync());
        await File.WriteAllBytesAsync(world.PathOf(await PublishAsync("b"), "000000-000000.part"), new byte[200]);
        await current.RefreshAsync(default);
        Assert.Equal("a", await ReadAsync());
    }

    [Fact]
    public async Task Read_OnlyGenerationLacksAPart_IsAnError()
    {
        File.Delete(world.PathOf(await PublishAsync("a"), "000000-000000.part"));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync());
    }

    public void Dispose()
    {
        current.Dispose();
        world.Dispose();
    }

    private async Task<TablePlan> PublishAsync(string value)
    {
        var manifest = await world.BuildAsync(TableWorld.Plan(input: value), [(TableWorld.Key(1), System.Text.Encoding.ASCII.GetBytes(value))]);
        await world.Store().PublishAsync(manifest, new() { ["file"] = ++revision }, "test", default);
        return manifest.Plan;
    }

    private async Task<string?> ReadAsync() => await current.ReadAsync(
        table => table is not null && table.TryFind(TableWorld.Key(1), value => System.Text.Encoding.ASCII.GetString(value), out var found) ? found : null, default);
}
