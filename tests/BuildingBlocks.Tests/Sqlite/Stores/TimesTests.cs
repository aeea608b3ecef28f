using Microsoft.Extensions.Time.Testing;
using static System.Threading.CancellationToken;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Stores;

/// <summary>The timestamps of rows.</summary>
public sealed class TimesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("times-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private readonly World world = new(seed: 20261121);

    [Fact]
    public async Task PutFeatures_Replay_LeavesCachedAt()
    {
        var path = Path.Combine(folder.FullName, "features.sqlite");
        using var store = new SqliteFeatureStore(path, clock);
        var row = world.Features(world.Ids(1)[0], world.Features() with { Tempo = null });
        var first = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await store.PutFeaturesAsync([row], None);
        clock.Advance(TimeSpan.FromDays(1));
        await store.PutFeaturesAsync([row], None);
        Assert.Equal(first, CachedAt());
        await store.PutFeaturesAsync([row with { Features = row.Features with { Tempo = 120 } }], None);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), CachedAt());

        long CachedAt()
        {
            using var connection = SqliteDatabase.OpenReadOnly(path);
            return connection.Scalar<long>("SELECT cached_at FROM features");
        }
    }

    public void Dispose() => folder.Delete(recursive: true);
}
