namespace SpotifyPlatform.Platform.Planning;

/// <summary>What importing a data set takes.</summary>
internal sealed record ImportPlan(
    Workload Workload, MachineRates Rates, IReadOnlyList<PlannedStage> Stages, IReadOnlyList<PlannedDisk> Disk, IReadOnlyList<PlannedMemory> Memory, IReadOnlyList<PlannedPrice> Prices)
{
    /// <summary>Disk space that stays free.</summary>
    private const long DiskReserve = 1L << 30;

    /// <summary>Least bytes of a look-up of tracks that are kept in a file instead of memory.</summary>
    private const long LookupInMemory = 512L << 20;
    private const int LookupBytesPerTrack = 17;

    /// <summary>Of table analysis and rows of shards as written in blocks, of which each worker has one.</summary>
    private const int SortBytes = 64 << 20;
    private const int CounterBytesPerTrack = 6;

    /// <summary>Of the tracks in playlists, as in the data set of July 2025 (47.3 million of 256).</summary>
    private const double ShareInPlaylists = 0.185;

    /// <summary>Of table pairs, for each of those tracks, as at a hundredth of that data set: 456 MB for 2.56 million tracks, of which 253,000 have pairs.</summary>
    private const int PairBytesPerTrack = 960;
    private const int DaysOfAMonth = 30;
    private const double GB = 1e9;

    public double Seconds => Stages.Sum(stage => stage.Seconds);

    public long DiskBytes => Disk.Sum(part => part.Bytes) + DiskReserve;

    public long MemoryBytes => Memory.Sum(part => part.Bytes);

    public double Dollars => Prices.Sum(price => price.Dollars);

    /// <param name="downloadBytesPerSecond">0 where the files are here already.</param>
    public static ImportPlan Of(Workload work, MachineRates rates, double downloadBytesPerSecond, bool seeds, Prices prices)
    {
        var parallel = rates.Cores * rates.Utilisation;
        List<PlannedStage> stages =
        [
            new("start", "", "", rates.StartSeconds),
            new("databases decompressed", "decompression", "one reader per file", work.DecompressedBytes / rates.DecompressBytesPerSecond),
            new("shards to rows", "decompression, one worker per core", "cores, then machines with their own shards",
                (work.ShardBytes * rates.ShardByteSeconds + work.AnalysedTracks * rates.AnalysedTrackSeconds) / parallel),
            new("catalogue, features, matches, vectors", "SQLite reads in row id order", "one reader per table", work.Tracks * rates.TrackSeconds / parallel),
            new("playlists", "SQLite reads in row id order", "one reader per table", work.Entries * rates.EntrySeconds / parallel),
            new("pairs", "counting, one thread per core", "row ranges from a topic, taken by any instance", work.PairEvents * rates.PairEventSeconds / rates.Cores),
        ];
        if (downloadBytesPerSecond > 0)
            stages.Insert(0, new("download", "the network", "peers", work.InputBytes / downloadBytesPerSecond));
        return new(work, rates, stages, DiskOf(work, rates, downloadBytesPerSecond > 0), MemoryOf(work, rates), PricesOf(work, rates, stages.Sum(stage => stage.Seconds), seeds, prices.Of));
    }

    private static List<PlannedDisk> DiskOf(Workload work, MachineRates rates, bool downloads)
    {
        var tables = (long)(work.Tracks * rates.BytesPerTrack);
        List<PlannedDisk> disk =
        [
            new("tables of the catalogue", tables),
            new("rows and tables of shards", (long)(work.AnalysedTracks * rates.BytesPerAnalysedTrack)),
            new("baskets", (long)(work.Entries * rates.BytesPerEntry)),
            new("pairs", work.Playlists == 0 ? 0 : (long)(work.Tracks * ShareInPlaylists * PairBytesPerTrack)),
            // A table that does not fit in memory is sorted in runs on disk; the largest databases are decompressed at the same time.
            new("while it runs: decompressed databases", work.DecompressedBytes),
            new("while it runs: sorting, and the file that pairs are counted from", Math.Max(tables / 2, (long)(work.Entries * rates.BasketBytesPerEntry))),
        ];
        if (downloads)
            disk.Insert(0, new("input files", work.InputBytes));
        return disk;
    }

    private static List<PlannedMemory> MemoryOf(Workload work, MachineRates rates) =>
    [
        new("the process, as measured", rates.ProcessBytes),
        new("sorting", 3L * SortBytes + (work.Shards > 0 ? (long)rates.Cores * SortBytes : 0)),
        new("look-up of tracks for playlists", Math.Min(LookupInMemory, work.Tracks * LookupBytesPerTrack)),
        new("counters of pairs", (long)(rates.Cores * CounterBytesPerTrack * work.Tracks * ShareInPlaylists)),
    ];

    private static List<PlannedPrice> PricesOf(Workload work, MachineRates rates, double seconds, bool seeds, PriceOptions prices)
    {
        var days = Math.Max(1, Math.Ceiling(seconds / 86_400));
        var shardRows = work.AnalysedTracks * rates.BytesPerAnalysedTrack / GB;
        List<PlannedPrice> all =
        [
            new($"machine for {days:N0} {(days == 1 ? "day" : "days")}", days * prices.VmPerDay),
            new("its disk", days * prices.SsdPerDay),
            new("archive for a month", prices.ArchivePerMonth),
            new("warehouse for a month", shardRows * prices.WarehousePerGBMonth),
        ];
        if (seeds)
            all.Add(new($"seeding for {DaysOfAMonth} days", prices.SeedingPerMonth));
        return all;
    }
}

/// <param name="LimitedBy">As docs/scaling.md has it.</param>
internal sealed record PlannedStage(string Name, string LimitedBy, string ScalesWith, double Seconds);

internal sealed record PlannedDisk(string Name, long Bytes);

internal sealed record PlannedMemory(string Name, long Bytes);

internal sealed record PlannedPrice(string Name, double Dollars);
