using System.Globalization;
using SpotifyPlatform.Benchmarks.Adversarial;
using SpotifyPlatform.Benchmarks.Bus;
using SpotifyPlatform.Benchmarks.Extract;
using SpotifyPlatform.Benchmarks.Gateway;
using SpotifyPlatform.Benchmarks.Listening;
using SpotifyPlatform.Benchmarks.Mining;
using SpotifyPlatform.Benchmarks.Similarity;
using SpotifyPlatform.Benchmarks.TableSql;
using SpotifyPlatform.Benchmarks.Tables;
using SpotifyPlatform.Benchmarks.Verify;
using SpotifyPlatform.Benchmarks.Whole;

return args switch
{
    ["extract", .. var rest] when !rest.Contains("--help") => ExtractBench.Run(rest),
    ["mine", .. var rest] when !rest.Contains("--help") => await MineBench.RunAsync(rest),
    ["mine-large", .. var rest] => await MineLarge.RunAsync(rest),
    ["similarity", .. var rest] when !rest.Contains("--help") => await SimilarityBench.RunAsync(rest),
    ["listening-insights", .. var rest] => await InsightsBench.RunAsync(rest),
    ["listening-sync", .. var rest] => await SyncBench.RunAsync(rest),
    ["listening", .. var rest] when !rest.Contains("--help") => ListeningBench.Run(rest),
    ["bus", .. var rest] when !rest.Contains("--help") => await BusBench.RunAsync(rest),
    ["tables", .. var rest] when !rest.Contains("--help") => await TablesBench.RunAsync(rest),
    ["match", .. var rest] when !rest.Contains("--help") => await MatchBench.RunAsync(rest),
    ["export", .. var rest] when !rest.Contains("--help") => await ExportBench.RunAsync(rest),
    ["verify", .. var rest] when !rest.Contains("--help") => VerifyBench.Run(rest),
    ["torrent-memory"] => TorrentMemory.Run(),
    ["whole", .. var rest] when !rest.Contains("--help") => await WholeBench.RunAsync(rest),
    ["edge", .. var rest] when !rest.Contains("--help") => await EdgeBench.RunAsync(rest),
    ["gateway", .. var rest] when !rest.Contains("--help") => await GatewayBench.RunAsync(rest),
    ["scan-speed", var path] => ScanSpeed.Run(path),
    ["property", .. var rest] => PropertyVerb.Run(rest),
    ["fuzz", "extract", .. var rest] => FuzzVerb.Run(rest),
    ["fuzz", "tar", .. var rest] => TarFuzz.Run(rest),
    ["fuzz", "sqlite", .. var rest] => SqliteFuzz.Run(rest),
    ["fuzz", "sums", .. var rest] => SumsFuzz.Run(rest),
    ["fuzz", "torrent", .. var rest] => TorrentFuzz.Run(rest),
    ["fuzz", "zstd", .. var rest] => ZstdFuzz.Run(rest),
    ["kill", "extract", .. var rest] => await ExtractKillVerb.RunAsync(rest),
    ["kill", "mine", .. var rest] => await MineKillVerb.RunAsync(rest),
    ["kill", "listening-sync", .. var rest] => await SyncKillVerb.RunAsync(rest),
    ["hostile", "extract"] => HostileVerb.Run(),
    ["shard", var path, var megabytes] => Shard(path, long.Parse(megabytes, CultureInfo.InvariantCulture)),

    // What the verbs above start and measure, or kill.
    ["mine-kill-child", var data, var threads, var ranges] => await MineKillChild.RunAsync(data, Number(threads), Number(ranges)),
    ["mine-child", var baskets, var folder, var threads, var ranges, var memory] =>
        MineChild.Run(baskets, folder, Number(threads), Number(ranges), long.Parse(memory, CultureInfo.InvariantCulture)),
    ["extract-child", var mode, var path] => ExtractChild.Run(mode, path),
    ["listening-child", var mode, var path, var times] => await ListeningChild.RunAsync(mode, path, int.Parse(times, System.Globalization.CultureInfo.InvariantCulture)),
    ["torrent-memory-child", var path] => TorrentMemory.RunChild(path),
    ["measured-tree", .. var command] => MeasuredTree.RunChild(command),
    ["hostile-child", var input, var output] => HostileVerb.RunChild(input, output),
    ["kill-child", var input, var output] => await ExtractKillVerb.RunChildAsync(input, output),
    ["listening-sync-child", var root, var url] => await SyncKillVerb.ChildAsync(root, url),
    ["similarity-open", var folder] => await OpenChild.RunAsync(folder),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Shard(string path, long megabytes)
{
    Console.WriteLine(ShardGenerator.Write(path, megabytes * 1_000_000, seed: 1));
    return 0;
}

static int Usage()
{
    Console.WriteLine("""
        extract [--mb 700] [--runs 5] [--slow 1] [--work FOLDER] [--json FILE]   the extractor against zstd -dc, readers, DuckDB, python, jq
        mine [--playlists 200000] [--tracks 300000] [--mean 60] [--runs 3] [--threads 2]   the miner against DuckDB and scipy; every answer compared
        mine-large [--playlists 2000000] [--tracks 2000000] [--mean 52] [--memory 4000000000]   the miner alone: its memory, and its cost beside a small world's
        similarity [--rows 1000000,5000000] [--large] [--shapes real,uniform] [--rounds 5] [--peers 1] [--hnsw-rows 1000000] [--work FOLDER] [--json FILE]   the index against scans, FAISS, hnswlib
        listening-insights [--plays 300000] [--runs 40]                           every insight over several periods, beside its SQL bare in DuckDB
        listening-sync [--plays 300000] [--runs 3]                                PostgreSQL sync against psql's \copy and the source's shape (POSTGRES_URL)
        listening [--mb 500] [--runs 3] [--work FOLDER]                           an export to typed rows against DuckDB and python; a whole import
        whole --platform DLL [--peer SCRIPT] [--tracks 300000] [--playlists 180000] [--shards 4] [--scale 0.01] [--rounds 3]   the whole job against a script of libraries
        edge [--clients 16] [--rounds 5] [--seconds 3]                             requests through the edge against a bare route of YARP to the same handler
        gateway --data FOLDER [--clients 16] [--rounds 3] [--seconds 3]            the read API against handlers that answer at once
        bus [--bytes 1024] [--seconds 3] [--rounds 3] [--records 500000]           the embedded event bus against raw SQLite inserts; the consume loop on Kafka
                                                                                  against a bare loop and kcat (KAFKA_BOOTSTRAP_SERVERS)
        tables [--rows 5000000] [--value 60] [--rounds 5] [--seconds 1] [--memory 268435456]   a table against SQLite: build, look-ups, batches, scan
        match [--tracks 3000000] [--rounds 5] [--work FOLDER]                     tracks matched to recordings by ISRC against the same join in DuckDB
        export [--rows 5000000] [--rounds 5] [--memory BYTES] [--work FOLDER]     features to Parquet, and aggregates over the tables, against DuckDB on its own
        verify [--mb 1000] [--rounds 5] [--work FOLDER]                           files against a torrent, beside sha1sum and sha256sum, on one core and on two
        torrent-memory                                                            memory for the metadata of data sets of up to 4 TB
        scan-speed SHARD                                                          the scanner alone, each vector path
        property [--lines 100000] [--seed 1]                                      adversarial lines against the reference reader
        fuzz extract [--runs 1000000] [--seed 1]                                  mutated shards: no crash, no hang
        fuzz torrent [--runs 1000000] [--seed 1] [--memory 1000000000]            mutated .torrent files and magnet URIs: no crash, no hang, bounded memory
        fuzz tar|sqlite|sums|zstd [--runs 250000] [--seed 1] [--memory 1000000000]   mutated inputs: no crash, no hang, bounded memory
        kill listening-sync [--times 20] [--seed 1] [--plays 20000]               a sync killed at random moments beside a reader in a loop (POSTGRES_URL)
        kill extract [--times 50] [--seed 1]                                      a six-shard run killed at random moments
        kill mine [--times 20] [--seed 1] [--playlists 20000]                     the miner with any threads and ranges, then killed at random moments
        hostile extract                                                           bomb, 1 GiB line, 200 MiB string, 100,000 deep
        shard PATH MEGABYTES                                                      writes a real-shaped shard (XX.jsonl.zst)
        """);
    return 0;
}
