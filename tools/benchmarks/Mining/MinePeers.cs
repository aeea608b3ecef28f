using System.Globalization;
using SpotifyPlatform.Benchmarks.Extract;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>Programs that count the same pairs from the same playlists, each from its fastest input format and with the same number of threads.</summary>
internal static class MinePeers
{
    /// <summary>
    /// Prints pairs, the sum of their counts, the checksum of <c>RangeCounts</c> and, when it ranks, the neighbours that stay.
    /// Tracks that cannot be in a pair are dropped first, which is faster.
    /// </summary>
    private const string DuckDbScript = """
        const { DuckDBInstance } = require('@duckdb/node-api');
        const [rows, threads, top, convert] = process.argv.slice(2);
        (async () => {
          const db = await (await DuckDBInstance.create(':memory:', { threads, memory_limit: '16GB' })).connect();
          if (convert) {
            await db.run(`COPY (SELECT * FROM read_csv('${convert}', header = false, columns = {playlist: 'INTEGER', track: 'INTEGER'})) TO '${rows}' (FORMAT parquet)`);
            return;
          }
          await db.run(`CREATE TABLE kept AS SELECT * FROM '${rows}' WHERE playlist IN (SELECT playlist FROM '${rows}' GROUP BY ALL HAVING count(*) BETWEEN 5 AND 500)`);
          await db.run(`CREATE TABLE tracks AS SELECT track, count(*) AS n, row_number() OVER (ORDER BY track) AS place FROM kept GROUP BY track HAVING count(*) >= 3`);
          await db.run(`CREATE TABLE entries AS SELECT playlist, place, n FROM kept JOIN tracks USING (track)`);
          await db.run(`CREATE TABLE pairs AS SELECT a.place AS a, b.place AS b, any_value(a.n) AS na, any_value(b.n) AS nb, count(*) AS c
            FROM entries a JOIN entries b ON a.playlist = b.playlist AND a.place < b.place GROUP BY ALL HAVING count(*) >= 3`);
          const sums = (await db.runAndReadAll(`SELECT count(*), sum(c), sum(c * a::HUGEINT * b) % 18446744073709551616::HUGEINT FROM pairs`)).getRows()[0];
          let neighbours = '';
          if (top === 'top') {
            await db.run(`CREATE TABLE best AS
              WITH scored AS (SELECT a, b, c, log2(c * (SELECT count(DISTINCT playlist) FROM kept)::DOUBLE / (na::DOUBLE * nb)) AS pmi, c::DOUBLE / (na + nb - c) AS jaccard FROM pairs),
                ranked AS (SELECT a, b, c, pmi, jaccard, 0.6 * greatest(0, least(1, (pmi + 5) / 15)) + 0.4 * jaccard AS score FROM scored),
                sides AS (SELECT a AS track, b AS other, c, score FROM ranked UNION ALL SELECT b, a, c, score FROM ranked)
              SELECT track, unnest(max_by({other: other, c: c}, score, 100)) FROM sides GROUP BY track`);
            neighbours = ' ' + (await db.runAndReadAll('SELECT count(*) FROM best')).getRows()[0][0];
          }
          console.log(sums.join(' ') + neighbours);
        })().catch(error => { console.error(error.message); process.exit(1); });
        """;

    private const string ScipyScript = """
        import sys, numpy, scipy.sparse
        rows = numpy.fromfile(sys.argv[1], dtype=numpy.int32).reshape(-1, 2)
        playlist, track = rows[:, 0], rows[:, 1]
        length = numpy.bincount(playlist)
        kept = (length[playlist] >= 5) & (length[playlist] <= 500)
        playlist, track = playlist[kept], track[kept]
        n = numpy.bincount(track)
        common = n >= 3
        place = numpy.cumsum(common) - 1
        keep = common[track]
        playlist, track = playlist[keep], place[track[keep]].astype(numpy.int32)
        m = scipy.sparse.csr_matrix((numpy.ones(len(track), dtype=numpy.int32), (playlist, track)))
        pairs = meetings = 0
        checksum = numpy.uint64(0)
        t = m.T.tocsr()
        step = 20000
        for first in range(0, t.shape[0], step):
            c = (t[first:first + step] @ m).tocoo()
            a, b, v = c.row + first, c.col, c.data
            k = (a < b) & (v >= 3)
            a, b, v = a[k].astype(numpy.uint64), b[k].astype(numpy.uint64), v[k].astype(numpy.uint64)
            pairs += len(v); meetings += int(v.sum())
            with numpy.errstate(over='ignore'):
                checksum += (v * (a + numpy.uint64(1)) * (b + numpy.uint64(1))).sum(dtype=numpy.uint64)
        print(pairs, meetings, checksum)
        """;

    /// <summary>The node command without arguments, or null where node, npm or the feed is missing.</summary>
    public static string[]? DuckDb(string workFolder)
    {
        if (Extract.DuckDb.TryInstall(workFolder) is not { } installed)
            return null;
        var script = Path.Combine(Path.GetDirectoryName(installed)!, "mine.js");
        File.WriteAllText(script, DuckDbScript);
        return ["node", script];
    }

    /// <summary>The python command without arguments, or null where python3-scipy is missing.</summary>
    public static string[]? Scipy(string workFolder)
    {
        var script = Path.Combine(workFolder, "mine.py");
        File.WriteAllText(script, ScipyScript);
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
            if (Peer.Succeeds(python, "-c", "import scipy.sparse"))
                return [python, script];
        return null;
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
