using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SpotifyPlatform.Benchmarks.Similarity;

/// <summary>FAISS and hnswlib from Debian's Python, in a separate process that measures on command; not available if they are not installed.</summary>
internal sealed class PythonPeers : IDisposable
{
    // Indexes are stored beside the vectors for later runs. Recall counts answers whose score is at least that of the last exact answer.
    private const string Script = """
        import sys, os, json, time
        import numpy as np
        path, rows, queries, limit, hnsw_most = sys.argv[1], int(sys.argv[2]), [int(q) for q in sys.argv[3].split(',')], int(sys.argv[4]), int(sys.argv[5])
        def resident(): return int(open('/proc/self/statm').read().split()[1]) * 4096
        unit = np.fromfile(path, dtype='<f4').reshape(rows, 13)
        unit /= np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-30)
        q = unit[queries].copy()
        found, about = {}, {}
        try:
            import faiss
            faiss.cvar.distance_compute_blas_threshold = 1 << 30 # Debian's plain BLAS is slower than FAISS's own loops.
            before = resident(); start = time.time()
            flat = faiss.IndexFlatIP(13); flat.add(unit)
            about['FAISS flat'] = {'build_s': time.time() - start, 'bytes': resident() - before}
            found['FAISS flat'] = lambda x: flat.search(x, limit)
            lists = 2048 if rows <= 2000000 else 4096
            kept = path + '.ivf%d' % lists
            before = resident()
            if os.path.exists(kept):
                ivf = faiss.read_index(kept); seconds = json.load(open(kept + '.json'))
            else:
                start = time.time()
                ivf = faiss.IndexIVFFlat(faiss.IndexFlatIP(13), 13, lists, faiss.METRIC_INNER_PRODUCT)
                ivf.cp.niter = 10; ivf.cp.max_points_per_centroid = 64
                ivf.train(unit); ivf.add(unit)
                seconds = time.time() - start
                faiss.write_index(ivf, kept); json.dump(seconds, open(kept + '.json', 'w'))
            about['FAISS IVF'] = {'build_s': seconds, 'bytes': resident() - before, 'lists': lists}
            found['FAISS IVF'] = lambda x: ivf.search(x, limit)
            exact = flat.search(q, limit)[0]
        except ImportError:
            exact = np.sort(np.concatenate([np.partition(x @ unit.T, -limit)[None, -limit:] for x in q]))[:, ::-1]
        def recall(scores): return float(np.mean(scores >= exact[:, -1:] - 1e-6))
        if 'FAISS IVF' in found:
            probes = 4
            while True:
                ivf.nprobe = probes
                if recall(ivf.search(q, limit)[0]) >= 0.999 or probes >= lists: break
                probes = probes * 5 // 4 + 1
            about['FAISS IVF']['probes'] = probes
        try:
            import hnswlib
            if rows <= hnsw_most:
                kept = path + '.hnsw'; before = resident()
                hnsw = hnswlib.Index(space='ip', dim=13)
                if os.path.exists(kept):
                    hnsw.load_index(kept); seconds = json.load(open(kept + '.json'))
                else:
                    start = time.time()
                    hnsw.init_index(max_elements=rows, ef_construction=200, M=16); hnsw.add_items(unit)
                    seconds = time.time() - start
                    hnsw.save_index(kept); json.dump(seconds, open(kept + '.json', 'w'))
                hnsw.set_ef(200)
                about['hnswlib, ef 200'] = {'build_s': seconds, 'bytes': resident() - before}
                def near(x):
                    ids, distances = hnsw.knn_query(x, k=limit); return 1 - distances, ids
                found['hnswlib, ef 200'] = near
        except ImportError:
            pass
        for name, find in found.items(): about[name]['recall'] = recall(find(q)[0])
        print(json.dumps(about), flush=True)
        for line in sys.stdin:
            name, mode = line.strip().split('\t')
            threads = 1 if mode == 'single' else os.cpu_count()
            if 'FAISS' in name: faiss.omp_set_num_threads(threads)
            else: hnsw.set_num_threads(threads)
            find = found[name]
            if mode == 'single':
                times = []
                for i in range(len(q)):
                    start = time.perf_counter(); find(q[i:i + 1]); times.append(time.perf_counter() - start)
                print(np.median(times) * 1e3, flush=True)
            else:
                start = time.perf_counter(); find(q); print((time.perf_counter() - start) / len(q) * 1e3, flush=True)
        """;

    private readonly Process process;

    private PythonPeers(Process process, Dictionary<string, Dictionary<string, double>> about) => (this.process, About) = (process, about);

    /// <summary>Build time (s), bytes and recall of each.</summary>
    public Dictionary<string, Dictionary<string, double>> About { get; }

    /// <summary>Null if Debian's Python or its packages are missing.</summary>
    public static PythonPeers? TryStart(SimilarityData data, IEnumerable<int> queries, int limit, int hnswRows)
    {
        const string python = "/usr/bin/python3";
        if (!File.Exists(python))
            return null;
        var start = new ProcessStartInfo(python, ["-c", Script, data.VectorFile, Text(data.Rows), string.Join(',', queries), Text(limit), Text(hnswRows)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        if (process.StandardOutput.ReadLine() is { } about && JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, double>>>(about) is { Count: > 0 } peers)
            return new PythonPeers(process, peers);
        process.Dispose();
        return null;
    }

    /// <summary>Milliseconds per query: the median of single queries, or the mean of a batch on all processors.</summary>
    public double Measure(string peer, bool batch)
    {
        process.StandardInput.WriteLine($"{peer}\t{(batch ? "batch" : "single")}");
        return double.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
