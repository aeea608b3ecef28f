using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Xref.Matching;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>An instance of the service over an artifact store, and the tracks that it reads, in the place of the bus.</summary>
internal sealed class XrefWorld : IGenerationAnnouncer, IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<TableDeriver> derivers;
    private readonly CurrentTables current;
    private long catalogs;

    /// <param name="folder">Shared by instances.</param>
    public XrefWorld(string folder, XrefOptions? options = null, long memoryBytes = 1 << 20, int threads = 1)
    {
        var artifacts = new FolderArtifactStore(Path.Combine(folder, "artifacts"), folder, TimeProvider.System);
        Store = new TableStore(artifacts, artifacts, Path.Combine(folder, "scratch"), memoryBytes, threads, TimeProvider.System);
        Files = new InputFiles(artifacts);
        var limits = Options.Create(options ?? new XrefOptions());
        var storage = new StorageOptions { DataFolder = Path.Combine(folder, "data") };
        Scratch = storage.ScratchFolder;
        var metrics = new XrefMetrics(services.GetRequiredService<IMeterFactory>());
        var (refusals, reader, source) = (new RefusalLog(artifacts), new DumpReader(limits), new DumpSource(artifacts));
        var recordings = new DumpRecordings(
            Files, refusals, new DumpTimestamps(artifacts, source, reader), source, reader, limits, Options.Create(storage), metrics, NullLogger<DumpRecordings>.Instance);
        derivers = [.. new IDerivedTable[] { recordings, new TracksByIsrc(Store), new MatchesByIsrc(Store, metrics), new TracksByMbid(Store) }
            .Select(table => new TableDeriver(table, Store, refusals, null, this, "test", TimeProvider.System, NullLogger<TableDeriver>.Instance))];
        current = new CurrentTables(Store, TimeProvider.System, NullLoggerFactory.Instance);
        Matches = new TableXrefStore(current);
    }

    public TableStore Store { get; }

    public InputFiles Files { get; }

    public IXrefStore Matches { get; }

    /// <summary>The folder of the service's scratch files.</summary>
    public string Scratch { get; }

    /// <summary>Derives the table of recordings alone.</summary>
    public async Task<DerivedStatus> AnnounceAsync(InputFile dump)
    {
        await Files.RecordAsync(dump, CancellationToken.None);
        return await derivers[0].DeriveAsync(CancellationToken.None);
    }

    /// <summary>Derives the table of recordings alone, as when the service starts.</summary>
    public Task<DerivedStatus> RetryAsync() => derivers[0].RetryAsync(CancellationToken.None);

    /// <summary>Derives all tables, each after its inputs.</summary>
    public async Task DeriveAsync()
    {
        foreach (var deriver in derivers)
            await deriver.DeriveAsync(CancellationToken.None);
    }

    /// <summary>Publishes a catalogue, as the extractor does.</summary>
    public async Task PublishTracksAsync(IEnumerable<CatalogRow> tracks)
    {
        var rows = tracks.OrderBy(track => track.Id).ToList();
        var plan = new TablePlan
        {
            Table = TrackTable.Name, KeyBytes = TrackTable.KeyBytes, MappingVersion = 1, Rules = [],
            Inputs = new() { ["catalog"] = Convert.ToHexStringLower(SHA256.HashData([.. rows.SelectMany(row => row.Id.ToKey().Concat(row.Value()))])) },
        };
        foreach (var unit in await Store.ListMissingUnitsAsync(plan, CancellationToken.None))
        {
            using var writer = Store.Write(plan, unit);
            foreach (var row in rows)
                writer.Add(row.Id.ToKey(), row.Value());
            await writer.CompleteAsync(CancellationToken.None);
        }

        var manifest = (await Store.CompleteAsync(plan, null, CancellationToken.None))!;
        await Store.PublishAsync(manifest, new() { ["catalog"] = ++catalogs }, "test", CancellationToken.None);
        await AnnounceAsync(TrackTable.Name, null!, CancellationToken.None);
    }

    public Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken) => current.RefreshAsync(table, cancellationToken);

    public async Task<TableStore.Manifest> ManifestAsync(string table) =>
        (await Store.FindAsync(table, (await Store.FindCurrentAsync(table, CancellationToken.None))!.Id, CancellationToken.None))!;

    /// <summary>The ids and hashes of what is current, as text that is equal when the tables are.</summary>
    public async Task<string> DigestAsync()
    {
        var digest = new List<string>();
        foreach (var table in new[] { RecordingTable.Name, TracksByIsrcTable.Name, MatchTable.Name, TracksByMbidTable.Name })
            digest.Add(await Store.FindCurrentAsync(table, CancellationToken.None) is { } pointer ? $"{table} {pointer.Id} {pointer.ContentSha256}" : $"{table} none");
        return string.Join('\n', digest);
    }

    public async Task<List<TrackMatch>> AllMatchesAsync() => [.. (await Matches.GetAsync(SmallWorld.Ids, CancellationToken.None)).OrderBy(match => match.Id)];

    public void Dispose()
    {
        derivers.ForEach(deriver => deriver.Dispose());
        current.Dispose();
        services.Dispose();
    }
}
