using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Engines;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.LookupGateway.Similar;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Testing.EventBus;
using SpotifyPlatform.Testing.Storage;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.LookupGateway.Tests;

/// <summary>The gateway's own composition on empty SQLite stores in a temporary folder.</summary>
internal sealed class Gateway : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeXrefStore matches = new();
    private readonly ServiceProvider services;
    private readonly Dictionary<TrackId, VectorPoint> points = [];
    private long revision;

    /// <param name="catalogue">Null reads the tables of the folder.</param>
    public Gateway(ICatalog? catalogue = null, int embedding = 0, TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = folder.Path,
            ["Artifacts:Folder"] = folder.File("artifacts"),
            ["Embedding:Dimensions"] = embedding.ToString(CultureInfo.InvariantCulture),
        });
        builder.Configuration.AddEmbeddedBus(folder.File("bus.sqlite"));
        if (catalogue is not null)
        {
            builder.Services.AddSingleton(catalogue);
            builder.Services.AddSingleton<IFeatureStore>(Features);
        }

        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton<IXrefStore>(matches);
        builder.AddEngines(busNeededToServe: false);
        builder.AddLookupGateway();
        // The tests publish tables beside it.
        builder.Services.AddProducer(Topics.TableGenerationPublished);
        services = builder.Services.BuildServiceProvider();
    }

    public FakeFeatures Features { get; } = new();

    public TrackLookup Lookup => Get<TrackLookup>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public void PutMatch(TrackId id, Isrc? isrc, Mbid? mbid) =>
        matches.Put(mbid is null ? TrackMatch.None(id, isrc) : new TrackMatch(id, isrc, mbid, 1, MatchMethod.IsrcExact));

    /// <summary>Adds or replaces points of table vectors.</summary>
    public async Task PutVectorsAsync(params VectorPoint[] added)
    {
        foreach (var point in added)
            points[point.Id] = point;
        await VectorTables.PublishAsync(Get<TableStore>(), $"{++revision}", points.Values, Get<IVectorIndex>().Dimensions, revision, folder.File("scratch"));
        await Get<CurrentTables>().RefreshAsync(VectorTable.Name, CancellationToken.None);
    }

    /// <summary>Publishes the neighbours of seeds, of the vectors as they are now.</summary>
    public async Task PutNeighboursAsync(params SeedNeighbours[] seeds)
    {
        await NeighbourTables.PublishAsync(Get<TableStore>(), seeds, ++revision);
        await Get<CurrentTables>().RefreshAsync(NeighbourTable.Name, CancellationToken.None);
    }

    public Task<SimilarTracksResult> SimilarAsync(string name, int limit) => Get<SimilarLookup>().FindAsync(new SimilarTracksQuery(name, limit), CancellationToken.None);

    public static TrackId Id(int number) => new((UInt128)number);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        folder.Dispose();
    }
}
