using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Engines;
using SpotifyPlatform.ShardExtractor.Catalog;
using SpotifyPlatform.ShardExtractor.Catalog.Sqlite;
using SpotifyPlatform.ShardExtractor.Catalog.Tables;
using SpotifyPlatform.ShardExtractor.Extraction;
using SpotifyPlatform.Sqlite;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Storage.Baskets;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Storage.Neighbours;
using SpotifyPlatform.Storage.Pairs;
using SpotifyPlatform.Storage.Warehouse;
using SpotifyPlatform.Storage.Xref;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Platform.Verification.Source;

/// <summary>Compares an import with the files that it was made of.</summary>
/// <param name="services">Those of <see cref="Hosting.PlatformHost.Reading"/> with the input folder.</param>
internal sealed class SourceVerification(IServiceProvider services, DataFolder data, DirectoryInfo input, VerifyScope scope, long memoryBytes, IProgress<string> progress)
{
    private readonly TableStore store = services.GetRequiredService<TableStore>();
    private readonly InputFiles announced = services.GetRequiredService<InputFiles>();
    private readonly InputDatabases databases = services.GetRequiredService<InputDatabases>();
    private readonly List<SourceCheck> checks = [];

    public async Task<SourceReport> RunAsync(ExpectedCounts expected, CancellationToken cancellationToken)
    {
        var imported = new SourceFiles(input, data, announced);
        var files = await imported.ListAsync(cancellationToken);
        if (files.Count == 0)
            throw new CommandException($"Nothing was imported into '{data.Root}'. Import it with: platform import --input '{input}' --data '{data.Root}'");
        checks.Add(await Task.Run(() => imported.Compare(files, scope.Full, progress, cancellationToken), cancellationToken));
        await CheckCatalogAsync(cancellationToken);
        await CheckRecordingsAsync(files, cancellationToken);
        await CheckFeaturesAsync(cancellationToken);
        await CheckPlaylistsAsync(cancellationToken);
        await CheckShardsAsync(files, cancellationToken);
        await CheckVectorsAsync(cancellationToken);
        var report = await DataSetReports.ReadAsync(services, data, files, cancellationToken);
        if (expected.Compare(report) is { Total: > 0 } counts)
            checks.Add(counts);
        return new SourceReport(scope, checks, report);
    }

    private async Task CheckCatalogAsync(CancellationToken cancellationToken)
    {
        if (await announced.FindAsync(InputKinds.Catalog, cancellationToken) is not { } catalog)
            return;
        using var tracks = await OpenTableAsync(TrackTable.Name, cancellationToken);
        using var artists = await OpenTableAsync(ArtistTable.Name, cancellationToken);
        using var albums = await OpenTableAsync(AlbumTable.Name, cancellationToken);
        using var numbers = await OpenTableAsync(TrackNumberTable.Name, cancellationToken);
        using var byIsrc = await OpenTableAsync(TracksByIsrcTable.Name, cancellationToken);
        using var matches = await OpenTableAsync(MatchTable.Name, cancellationToken);
        using var recordings = await OpenTableAsync(RecordingTable.Name, cancellationToken);
        using var byMbid = await OpenTableAsync(TracksByMbidTable.Name, cancellationToken);
        var match = new MatchCheck(numbers, byIsrc, matches, recordings, byMbid);
        await ReadAsync([catalog, .. await SeparateAsync(catalog, cancellationToken)], connection =>
        {
            var all = new TableSet(connection);
            Check(TrackTable.Name, tracks, () => SourceTrack.Open(connection, all), cancellationToken, row => match.Compare((SourceTrack)row));
            Check(ArtistTable.Name, artists, () => SourceArtist.Open(connection, all), cancellationToken);
            Check(AlbumTable.Name, albums, () => SourceAlbum.Open(connection, all), cancellationToken);
        }, cancellationToken);
        // Row numbers of repeated ids are in the table too, and have no track that is compared.
        if (scope.Full && tracks?.Manifest.LeftOut.ContainsKey(TableWriter.Replaced) == false)
            match.End();
        checks.AddRange(match.Checks);
    }

    private async Task CheckRecordingsAsync(IReadOnlyList<SourceFile> files, CancellationToken cancellationToken)
    {
        if (!files.Any(file => file.Slot.StartsWith("dump/", StringComparison.Ordinal)))
            return;
        using var recordings = await OpenTableAsync(RecordingTable.Name, cancellationToken);
        if (!Lacks(recordings, RecordingTable.Name))
            checks.Add(await Task.Run(() => new RecordingCheck(files, recordings!, services.GetRequiredService<IOptions<StorageOptions>>().Value.ScratchFolder, scope, progress).Run(cancellationToken), cancellationToken));
    }

    private async Task CheckFeaturesAsync(CancellationToken cancellationToken)
    {
        if (await announced.FindAsync(InputKinds.Features, cancellationToken) is not { } file)
            return;
        using var features = await OpenTableAsync(FeatureTable.Name, cancellationToken);
        await ReadAsync([file], connection => Check(FeatureTable.Name, features, () => SourceFeatures.Open(connection, new TableSet(connection)), cancellationToken), cancellationToken);
    }

    private async Task CheckPlaylistsAsync(CancellationToken cancellationToken)
    {
        if (await announced.FindAsync(InputKinds.Playlists, cancellationToken) is not { } file)
            return;
        using var numbers = await OpenTableAsync(TrackNumberTable.Name, cancellationToken);
        using var baskets = await OpenTableAsync(BasketTable.Name, cancellationToken);
        using var pairs = await OpenTableAsync(PairTable.Name, cancellationToken);
        if (Lacks(numbers, TrackNumberTable.Name) || Lacks(baskets, BasketTable.Name))
            return;
        using var database = await databases.OpenAsync(file, cancellationToken);
        await Task.Run(() =>
        {
            var (folder, disk) = (data.Root, services.GetRequiredService<DiskGuard>());
            var refersByNumber = SourcePlaylists.RefersByNumber(database.Path);
            using var byNumber = refersByNumber ? TracksByNumber.Read(numbers!, folder, disk, cancellationToken) : null;
            using var byId = refersByNumber ? null : TracksById.Read(numbers!, folder, disk, cancellationToken);
            using var source = new SourcePlaylists(database.Path, byNumber, byId, baskets!.Manifest.LeftOut.ContainsKey(TableWriter.Replaced));
            checks.Add(new BasketCheck(source, baskets, scope, progress).Run(cancellationToken));
            if (!Lacks(pairs, PairTable.Name))
                checks.Add(new PairCheck(source, pairs!, scope, memoryBytes, progress).Run(baskets.Manifest.Counts.GetValueOrDefault(BasketTable.Entries), cancellationToken));
        }, cancellationToken);
    }

    private async Task CheckShardsAsync(IReadOnlyList<SourceFile> files, CancellationToken cancellationToken)
    {
        var shards = files.Where(file => file.IsShard && File.Exists(file.Path)).ToList();
        if (shards.Count == 0)
            return;
        var check = new SourceCheck("analysis");
        checks.Add(check);
        var entries = new FolderExtraction(data.Extract).Entries().ToDictionary(entry => $"shard/{entry.Shard}");
        foreach (var file in shards)
        {
            var entry = entries[file.Slot];
            check.Total += entry.Lines - entry.BlankLines;
            // What is in the warehouse of a shard that is not complete is that of an earlier file.
            if (entry.Status != ExtractionStatus.Complete)
                check.Note = $"{entry.SourceFile} is {entry.Status.ToString().ToLowerInvariant()} and was not compared";
            else if (await OpenTableAsync(AnalysisTable.NameOf(Music.ShardId.Parse(entry.Shard)), cancellationToken) is { } table)
                using (table)
                    await Task.Run(() => Compare(new ShardCheck(file.Path, entry, table, data.Extract, check, progress), shards.Count, cancellationToken), cancellationToken);
            else
                check.Differ(entry.SourceFile, "the table", "published", "missing");
        }
    }

    private void Compare(ShardCheck shard, int shards, CancellationToken cancellationToken)
    {
        if (scope.Full)
            shard.CompareAll(cancellationToken);
        else
            shard.CompareFirst(Math.Max(1, scope.Sample / shards), cancellationToken);
    }

    private async Task CheckVectorsAsync(CancellationToken cancellationToken)
    {
        using var vectors = await OpenTableAsync(Vectors.VectorTable.Name, cancellationToken);
        using var tracks = await OpenTableAsync(TrackTable.Name, cancellationToken);
        using var features = await OpenTableAsync(FeatureTable.Name, cancellationToken);
        using var neighbours = await OpenTableAsync(NeighbourTable.Name, cancellationToken);
        if (tracks is null || features is null || Lacks(vectors, Vectors.VectorTable.Name))
            return;
        checks.AddRange(await new VectorCheck(services.GetRequiredService<IVectorIndex>(), vectors!, tracks, features, neighbours, scope, progress).RunAsync(cancellationToken));
    }

    private void Check(string name, Table? table, Func<SourceTable> open, CancellationToken cancellationToken, Action<SourceRow>? compared = null)
    {
        if (!Lacks(table, name))
            checks.Add(new RowCheck(open(), table!, scope, progress, compared).Run(cancellationToken));
    }

    private bool Lacks(Table? table, string name)
    {
        if (table is not null)
            return false;
        var check = new SourceCheck(name) { Total = 1 };
        check.Differ(name, "the table", "published", "missing");
        checks.Add(check);
        return true;
    }

    private async Task<IReadOnlyList<InputFile>> SeparateAsync(InputFile catalog, CancellationToken cancellationToken)
    {
        if (!InputKinds.IsSeparate(catalog))
            return [];
        var files = new List<InputFile>();
        foreach (var kind in new[] { InputKinds.Artists, InputKinds.Albums })
            if (await announced.FindAsync(kind, cancellationToken) is { } file)
                files.Add(file);
        return files;
    }

    private async Task ReadAsync(IReadOnlyList<InputFile> files, Action<SqliteConnection> read, CancellationToken cancellationToken)
    {
        var opened = new List<Artifacts.Store.LocalArtifact>();
        try
        {
            foreach (var file in files)
                opened.Add(await databases.OpenAsync(file, cancellationToken));
            await Task.Run(() =>
            {
                using var connection = SqliteDataSet.Open(opened[0].Path);
                for (var i = 1; i < opened.Count; i++)
                    SqliteDataSet.Attach(connection, opened[i].Path, $"file{i}");
                read(connection);
            }, cancellationToken);
        }
        catch (Exception ex) when (ex is CatalogRefusedException or SqliteException)
        {
            throw new CommandException($"The source cannot be read: {ex.Message}");
        }
        finally
        {
            opened.ForEach(file => file.Dispose());
        }
    }

    private async Task<Table?> OpenTableAsync(string name, CancellationToken cancellationToken) =>
        await store.FindCurrentAsync(name, cancellationToken) is { } pointer ? await store.OpenAsync(name, pointer.Id, cancellationToken) : null;
}

/// <param name="Checks">In the order of the pipeline.</param>
internal sealed record SourceReport(VerifyScope Scope, IReadOnlyList<SourceCheck> Checks, DataSetReport DataSet)
{
    public long Differences => Checks.Sum(check => check.Differences);
}
