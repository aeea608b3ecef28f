using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.BuildingBlocks.Tests.Embedding;
using SpotifyPlatform.BuildingBlocks.Tests.Tables.Deriving;
using SpotifyPlatform.Engines.DerivedTables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Engines;

public sealed class DerivingStartupTests : IDisposable
{
    private readonly DerivingWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Start_FaultThatPasses_IsRetriedUntilTheTableIsThere()
    {
        world.Input.Current = ("a", 1);
        var table = new NumbersTable(world.Input);
        table.WhileWriting = _ =>
        {
            if (table.Built < 3)
                throw new TimeoutException("The server did not answer.");
        };
        using var startup = await StartAsync(table);

        await startup.ExecuteTask!;

        Assert.True(startup.IsComplete);
        Assert.Equal(3, table.Built);
        Assert.EndsWith(" 100", await world.DigestAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FaultThatStays_EndsIt()
    {
        world.Input.Current = ("a", 1);
        var table = new NumbersTable(world.Input) { WhileWriting = _ => throw new InvalidOperationException("A defect.") };
        using var startup = await StartAsync(table);

        await Assert.ThrowsAsync<InvalidOperationException>(() => startup.ExecuteTask!);

        Assert.False(startup.IsComplete);
        Assert.Equal(1, table.Built);
    }

    private async Task<DerivingStartup> StartAsync(NumbersTable table)
    {
        var tables = new[] { new DerivedTable("test", world.Deriver(table), [], []) };
        var startup = new DerivingStartup(tables, new RecordingClock(world.Time.GetUtcNow()), NullLogger<DerivingStartup>.Instance);
        await startup.StartAsync(default);
        return startup;
    }
}
