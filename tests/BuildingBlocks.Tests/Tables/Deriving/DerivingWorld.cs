using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Generations;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables.Deriving;

/// <summary>An artifact store and a queue that instances of a service share.</summary>
internal sealed class DerivingWorld : IUnitPlanner, IGenerationAnnouncer, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public NumbersInput Input { get; } = new();

    public List<TableStore.TablePointer> Announced { get; } = [];

    /// <summary>Units on the bus: plan and number.</summary>
    public List<(string Plan, int Unit)> Planned { get; } = [];

    public TableStore Store => Open(_ => { }).Store;

    public InputFiles Inputs => new(Artifacts(_ => { }));

    public TableReports Reports => new(Artifacts(_ => { }), Store, Inputs);

    public TableCheck Check => new(Artifacts(_ => { }), Store, Inputs, ["numbers"]);

    public string Folder => folder.File("store");

    public RefusalLog Refusals => new(Artifacts(_ => { }));

    /// <param name="reached">Hears the crash points of the artifact store.</param>
    public TableDeriver Deriver(IDerivedTable table, bool queued = false, Action<string>? reached = null)
    {
        var (store, refusals) = Open(reached ?? (_ => { }));
        return new TableDeriver(table, store, refusals, queued ? this : null, this, "test", Time, NullLogger<TableDeriver>.Instance);
    }

    /// <summary>The numbers file, whose content stands for its hash.</summary>
    public static InputFile FileOf(string content, long revision) =>
        new("numbers", "numbers.txt", "set", "numbers", revision, new ArtifactReference(ArtifactKey.Parse("input/numbers.txt"), 1, content));

    public string PathOf(string id, string name) => folder.File($"store/tables/numbers/{id}/{name}");

    public async Task<string> DigestAsync()
    {
        var current = (await Store.FindCurrentAsync("numbers", default))!;
        var manifest = (await Store.FindAsync("numbers", current.Id, default))!;
        using var table = await Store.OpenAsync(manifest, default);
        table.Verify(default);
        return $"{current.Id} {manifest.ContentSha256} {manifest.Rows}";
    }

    public Task PlanAsync(TablePlan plan, IReadOnlyList<int> units, CancellationToken cancellationToken)
    {
        Planned.AddRange(units.Select(unit => (plan.Id, unit)));
        return Task.CompletedTask;
    }

    public Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken)
    {
        Announced.Add(published);
        return Task.CompletedTask;
    }

    public void Dispose() => folder.Dispose();

    private (TableStore Store, RefusalLog Refusals) Open(Action<string> reached)
    {
        var artifacts = Artifacts(reached);
        return (new TableStore(artifacts, artifacts, folder.File("scratch"), new TableOptions(1 << 20, 1), Time), new RefusalLog(artifacts));
    }

    private FolderArtifactStore Artifacts(Action<string> reached) => new(folder.File("store"), null, Time, reached);
}
