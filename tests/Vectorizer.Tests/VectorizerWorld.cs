using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Artifacts.Store.Folders;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Embedding;
using SpotifyPlatform.Engines;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Vectorizer.Neighbours;
using SpotifyPlatform.Vectorizer.Vectors;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Vectorizer.Tests;

/// <summary>The tables that the vectorizer reads and owns, in an artifact store that instances of it share.</summary>
internal sealed class VectorizerWorld : IGenerationAnnouncer, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private long revision;

    public VectorizerWorld(VectorComposer? composer = null)
    {
        Composer = new PointComposer(composer ?? VectorComposer.FeaturesAlone);
        Tables = new CurrentTables(Store, Time, NullLoggerFactory.Instance);
        Index = new TableVectorIndex(
            Tables, Promoted, folder.File("scratch"), Time, NullLogger<TableVectorIndex>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public FakeFeatureStore Features { get; } = new();

    public FakeAccessStore Accesses { get; } = new();

    public PointComposer Composer { get; }

    public VectorizerOptions Options { get; } = new() { Precomputed = new PrecomputedOptions { Enabled = true, Seeds = 50, Neighbours = 10 } };

    public CurrentTables Tables { get; }

    public TableVectorIndex Index { get; }

    public TableStore Store => OpenStore(Artifacts);

    public FolderArtifactStore Artifacts => new(folder.File("store"), null, Time);

    public IOptions<StorageOptions> Storage => Microsoft.Extensions.Options.Options.Create(new StorageOptions { DataFolder = folder.Path });

    public PromotedTracks Promoted => new(Accesses, Features, Composer);

    public List<string> Announced { get; } = [];

    public TableStore OpenStore(IArtifactStore artifacts) => new(artifacts, Artifacts, folder.File("scratch"), 1 << 20, 1, Time);

    /// <summary>Publishes the tables tracks and features, as the extractor does, and makes the same known to the feature store.</summary>
    public async Task PutTracksAsync(params TestTrack[] tracks)
    {
        await PutTracksAsync(Store, ++revision, tracks);
        Features.Replace(tracks);
    }

    public static async Task PutTracksAsync(TableStore store, long number, params TestTrack[] tracks)
    {
        await PublishAsync(store, TrackTable.Name, TrackTable.KeyBytes, number, tracks.Where(track => track.Popularity >= 0).Select(track => (track.Id.ToKey(), track.TrackValue())));
        await PublishAsync(store, FeatureTable.Name, FeatureTable.KeyBytes, number, tracks.Where(track => track.Sound is not null).Select(track => (track.Id.ToKey(), track.FeatureValue())));
    }

    public Task PutMatchesAsync(params (int Track, int? Mbid)[] matches) =>
        PutMatchesAsync([.. matches.Select(match => (Events.Track(match.Track), match.Mbid is { } mbid ? Events.Mbid(mbid) : (Mbid?)null))]);

    /// <summary>Publishes the table matches, as xref does.</summary>
    public Task PutMatchesAsync(params (TrackId Track, Mbid? Mbid)[] matches) => PublishAsync(MatchTable.Name, MatchTable.KeyBytes, ++revision, matches.Select(match =>
    {
        var value = new byte[MatchTable.ValueBytes];
        MatchTable.WriteValue(value, "USABC2600001"u8, match.Mbid?.ToBytes());
        return (match.Track.ToKey(), value);
    }));

    public TableDeriver Vectors(IArtifactStore? artifacts = null) => Deriver(artifacts, store => new DerivedVectors(
        store, new VectorRules(Microsoft.Extensions.Options.Options.Create(Options), Microsoft.Extensions.Options.Options.Create(new EmbeddingOptions()), Composer), Composer, Storage,
        new VectorizerMetrics(meters.GetRequiredService<IMeterFactory>())));

    public TableDeriver Neighbours(IArtifactStore? artifacts = null, int? askedSeeds = null)
    {
        var rules = new NeighbourRules(Microsoft.Extensions.Options.Options.Create(Options));
        if (askedSeeds is not null)
            rules.Enable(askedSeeds);
        return Deriver(artifacts, store => new DerivedNeighbours(store, rules, Storage));
    }

    /// <summary>Marks tracks as promoted.</summary>
    public async Task PromoteAsync(params int[] tracks)
    {
        await Accesses.MergeAsync(new(Guid.NewGuid(), [.. tracks.Select(track => new TrackAccess(Events.Track(track), 5, DateTimeOffset.UnixEpoch))]), CancellationToken.None);
        await Accesses.MarkPromotedAsync([.. tracks.Select(Events.Track)], CancellationToken.None);
    }

    /// <summary>Derives vectors and then neighbours.</summary>
    public async Task DeriveAsync()
    {
        using var vectors = Vectors();
        Assert.Equal(DerivedState.Current, (await vectors.DeriveAsync(CancellationToken.None)).State);
        using var neighbours = Neighbours();
        await neighbours.DeriveAsync(CancellationToken.None);
    }

    /// <summary>The points of the current generation of table vectors, by id.</summary>
    public async Task<Dictionary<TrackId, VectorPoint>> PointsAsync()
    {
        using var table = await OpenAsync(VectorTable.Name);
        using var vectors = VectorSnapshot.Load(table, Storage.Value.ScratchFolder);
        return vectors.DifferenceFrom(null).ToDictionary(point => point.Id, point => point.Point!);
    }

    public async Task<Table> OpenAsync(string table) => await Store.OpenAsync(table, (await Store.FindCurrentAsync(table, CancellationToken.None))!.Id, CancellationToken.None);

    /// <summary>Content of the current generations of both tables.</summary>
    public async Task<string> DigestAsync()
    {
        var contents = new List<string?>();
        foreach (var table in new[] { VectorTable.Name, NeighbourTable.Name })
            contents.Add((await Store.FindCurrentAsync(table, CancellationToken.None))?.ContentSha256);
        return string.Join(' ', contents);
    }

    public async Task AnnounceAsync(string table, TableStore.TablePointer published, CancellationToken cancellationToken)
    {
        Announced.Add($"{table} {published.Id}");
        await Tables.RefreshAsync(table, cancellationToken);
    }

    public void Dispose()
    {
        Index.Dispose();
        Tables.Dispose();
        meters.Dispose();
        folder.Dispose();
    }

    private TableDeriver Deriver(IArtifactStore? artifacts, Func<TableStore, IDerivedTable> table)
    {
        var store = OpenStore(artifacts ?? Artifacts);
        return new TableDeriver(table(store), store, new RefusalLog(artifacts ?? Artifacts), null, this, "test", Time, NullLogger<TableDeriver>.Instance);
    }

    private Task PublishAsync(string table, int keyBytes, long number, IEnumerable<(byte[] Key, byte[] Value)> rows) => PublishAsync(Store, table, keyBytes, number, rows);

    private static async Task PublishAsync(TableStore store, string table, int keyBytes, long number, IEnumerable<(byte[] Key, byte[] Value)> rows)
    {
        var all = rows.OrderBy(row => row.Key, Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).ToList();
        var plan = new TablePlan
        {
            Table = table, KeyBytes = keyBytes, MappingVersion = 1, Rules = [],
            Inputs = new() { ["file"] = Convert.ToHexStringLower(SHA256.HashData(all.SelectMany(row => row.Key.Concat(row.Value)).ToArray())) },
        };
        foreach (var unit in await store.ListMissingUnitsAsync(plan, CancellationToken.None))
        {
            using var writer = store.Write(plan, unit);
            foreach (var (key, value) in all)
                writer.Add(key, value);
            await writer.CompleteAsync(CancellationToken.None);
        }

        await store.PublishAsync((await store.CompleteAsync(plan, null, CancellationToken.None))!, new() { ["file"] = number }, "test", CancellationToken.None);
    }
}

/// <param name="Popularity">Negative for a track that is not in the catalogue.</param>
/// <param name="Sound">Null for none.</param>
internal sealed record TestTrack(int Number, int Popularity, AudioFeatures? Sound)
{
    public TrackId Id { get; init; } = Events.Track(Number);

    public string Name { get; init; } = $"Track {Number}";

    public TrackProfile Profile => new(
        Id, Sound, Popularity < 0 ? null : new TrackRow(TrackValue()).Describe(Id), null);

    public static TestTrack Of(int number, int popularity) => new(number, popularity, new AudioFeatures(130, number / 100.0, .5, null, .5, .5, .5, .5, -6, -1, 1, 4, 1));

    public byte[] TrackValue()
    {
        var text = new TrackText { Name = Name, ReleaseDate = "1999-12-31", Genres = { "ambient", "jazz" } };
        text.Artists.Add(new CreditedArtist { Id = ByteString.CopyFrom(Events.Artist(1_000).ToKey()), Name = "First" });
        text.Artists.Add(new CreditedArtist { Id = ByteString.CopyFrom(Events.Artist(2_000).ToKey()), Name = "Second" });
        var value = new byte[TrackTable.ValueBytes(text)];
        TrackTable.Write(value, "USABC2600001"u8, Popularity, isExplicit: Number % 2 == 1, durationMs: 1, text);
        return value;
    }

    public byte[] FeatureValue()
    {
        var value = new byte[FeatureTable.ValueBytes];
        FeatureTable.Write(value, Sound!);
        return value;
    }
}
