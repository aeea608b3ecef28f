using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>Table vectors and promoted tracks, and an index over both.</summary>
internal sealed class TestIndex : IPromotedPoints, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<CurrentTables> others = [];
    private long revision;

    /// <param name="dimensions">Of the points and of the configuration.</param>
    public TestIndex(int dimensions = FeatureVector.Dimensions)
    {
        Dimensions = dimensions;
        Store = OpenStore("store");
        Tables = new CurrentTables(Store, Time, NullLoggerFactory.Instance);
        Index = Open(Tables);
    }

    public int Dimensions { get; set; }

    public World World { get; } = new(seed: 20261121);

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public TableStore Store { get; }

    public CurrentTables Tables { get; }

    public TableVectorIndex Index { get; }

    public string Scratch => folder.File("scratch");

    /// <summary>The promoted tracks; replaced as a whole.</summary>
    public IReadOnlyList<VectorPoint> Promoted { get; set; } = [];

    /// <summary>Promoted tracks without a point.</summary>
    public IReadOnlyList<TrackId> Pointless { get; set; } = [];

    /// <summary>Calls that composed points.</summary>
    public int Compositions { get; private set; }

    /// <summary>Awaited when promoted tracks are listed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Thrown when promoted tracks are listed.</summary>
    public Exception? Fault { get; set; }

    public static CancellationToken None => CancellationToken.None;

    /// <summary>Opens another index, as of another process.</summary>
    public TableVectorIndex Open()
    {
        others.Add(new CurrentTables(Store, Time, NullLoggerFactory.Instance));
        return Open(others[^1]);
    }

    /// <param name="name">Of a folder of its own.</param>
    /// <param name="memoryBytes">In which writers sort.</param>
    public TableStore OpenStore(string name, long memoryBytes = 1 << 20, int threads = 1)
    {
        var artifacts = new FolderArtifactStore(folder.File(name), null, Time);
        return new TableStore(artifacts, artifacts, folder.File("scratch"), memoryBytes, threads, Time);
    }

    public string PathOf(TableStore.Manifest manifest) => folder.File($"store/tables/vectors/{manifest.Plan.Id}/{manifest.Parts[0].Name}");

    public Task<TableStore.Manifest> PublishAsync(string content, IEnumerable<VectorPoint> points) =>
        VectorTables.PublishAsync(Store, content, points, Dimensions, ++revision, Scratch);

    public VectorPoint[] Points(int count, Func<float[]>? vector = null) =>
        [.. World.Ids(count).Select(id => new VectorPoint(id, vector?.Invoke() ?? Vector(), World.Description(id), World.Maybe(World.Mbid)))];

    public float[] Vector() => FeatureVector.From(World.Features(), World.Next(101));

    public async Task<IReadOnlyList<TrackId>> ListAsync(CancellationToken cancellationToken)
    {
        await Gate;
        return Fault is { } fault ? throw fault : [.. Promoted.Select(point => point.Id).Concat(Pointless).Order()];
    }

    public Task<IReadOnlyList<VectorPoint>> ComposeAsync(IReadOnlyList<TrackId> ids, CancellationToken cancellationToken)
    {
        Compositions++;
        return Task.FromResult<IReadOnlyList<VectorPoint>>([.. Promoted.Where(point => ids.Contains(point.Id))]);
    }

    public void Dispose()
    {
        Index.Dispose();
        Tables.Dispose();
        others.ForEach(tables => tables.Dispose());
        folder.Dispose();
    }

    private TableVectorIndex Open(CurrentTables tables) => new(tables, this, Scratch, Time, NullLogger<TableVectorIndex>.Instance);
}
