using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Publishing;
using SpotifyPlatform.ListeningHistory.Sync;
using SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

namespace SpotifyPlatform.Benchmarks.Listening;

/// <summary>
/// <c>listening-sync [--plays 300000] [--runs 3] [--work FOLDER]</c>: the sync against psql's \copy of ready binary files into the same
/// tables with the same indexes, and against the shape of the source's script: Python reads DuckDB and writes COPY text, a table at a
/// time into memory and then to the server (what psycopg2's <c>copy_expert</c> asks for), or row by row. On the server that POSTGRES_URL
/// names; in turns.
/// </summary>
internal static class SyncBench
{
    private const double PsqlGoal = 0.8;
    private const double PythonGoal = 4;

    private const string Ours = "ours";
    private const string Psql = "psql \\copy, ready binary files";
    private const string PythonTables = "python, COPY text by table";
    private const string PythonRows = "python, COPY text by row";

    private const string Python = """
        import csv, io, subprocess, sys
        import duckdb
        path, url, schema, ddl, shape = sys.argv[1:6]
        db = duckdb.connect(path, read_only=True)
        psql = subprocess.Popen(['psql', '-q', '-v', 'ON_ERROR_STOP=1', url], stdin=subprocess.PIPE, text=True)
        psql.stdin.write('SET client_min_messages = warning;\nBEGIN;\n' + open(ddl).read())
        for table in sys.argv[6:]:
            cursor = db.execute(f'SELECT * FROM {table}')
            psql.stdin.write(f"COPY {schema}.{table} FROM STDIN (FORMAT csv, NULL '\\N');\n")
            text = io.StringIO() if shape == 'memory' else psql.stdin
            writer = csv.writer(text, lineterminator='\n')
            while rows := cursor.fetchmany(10000):
                for row in rows:
                    writer.writerow(['\\N' if value is None else value for value in row])
            if shape == 'memory':
                psql.stdin.write(text.getvalue())
            psql.stdin.write('\\.\n')
        psql.stdin.write(open(ddl + '.indexes').read() + 'COMMIT;\n')
        psql.stdin.close()
        sys.exit(psql.wait())
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        if (Environment.GetEnvironmentVariable("POSTGRES_URL") is not { Length: > 0 } url)
        {
            Console.Error.WriteLine("POSTGRES_URL names no server, such as postgres://postgres@127.0.0.1:5432/postgres.");
            return 1;
        }

        var plays = (int)Arguments.Number(args, "--plays", 300_000);
        var runs = (int)Arguments.Number(args, "--runs", 3);
        var root = Arguments.Text(args, "--work") ?? Directory.CreateTempSubdirectory("listening-sync-").FullName;
        var rows = await PublishedBench.PublishAsync(root, plays, seed: 1);
        var file = new PublishedFolder(rows.Folder).PersonFile;
        using var published = PublishedBench.Open(root);
        var sync = new PostgresSync(published, Options.Create(new SyncOptions()), TimeProvider.System);
        async Task OursAsync() => await sync.RunAsync(AccountName.Default, url, SyncMode.Replace, CancellationToken.None);
        await OursAsync();

        var commands = Peers(root, url, file);
        var times = commands.Keys.Prepend(Ours).ToDictionary(name => name, _ => new List<double>());
        for (var run = 0; run < runs; run++)
        {
            times[Ours].Add(await TimeAsync(OursAsync));
            foreach (var (name, command) in commands)
                times[name].Add(await TimeAsync(() => Task.Run(() => Run(command))));
        }

        return Print(times, (await sync.RunAsync(AccountName.Default, url, SyncMode.Replace, CancellationToken.None)).Rows);
    }

    private static Dictionary<string, string[]> Peers(string root, string url, string file)
    {
        const string schema = "listening_peer";
        var tables = PublishedSchema.Tables;
        var create = $"DROP SCHEMA IF EXISTS {schema} CASCADE;\nCREATE SCHEMA {schema};\n" + string.Concat(tables.Select(table => table.Create(schema) + ";\n"));
        var indexes = string.Concat(tables.SelectMany(table => table.CreateIndexes(schema)).Select(index => index + ";\n"))
            + $"SET LOCAL {TableBuild.StatisticsTarget};\n" + string.Concat(tables.Select(table => $"ANALYZE {schema}.{table.Name};\n"));
        var script = new StringBuilder("SET client_min_messages = warning;\nBEGIN;\n").Append(create);
        foreach (var table in tables)
        {
            var binary = Path.Combine(root, table.Name + ".pgcopy");
            Run(["psql", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", $"\\copy listening_me.{table.Name} TO '{binary}' (FORMAT binary)"]);
            script.Append(CultureInfo.InvariantCulture, $"\\copy {schema}.{table.Name} FROM '{binary}' (FORMAT binary)\n");
        }

        var sql = Path.Combine(root, "psql.sql");
        File.WriteAllText(sql, script.Append(indexes).Append("COMMIT;\n").ToString());
        var peers = new Dictionary<string, string[]> { [Psql] = ["psql", "-q", "-v", "ON_ERROR_STOP=1", url, "-f", sql] };
        if (!HasDuckDb())
            return peers;
        var python = Path.Combine(root, "source.py");
        File.WriteAllText(python, Python);
        var ddl = Path.Combine(root, "source.sql");
        File.WriteAllText(ddl, create);
        File.WriteAllText(ddl + ".indexes", indexes);
        string[] Shape(string shape) => ["python3", python, file, url, schema, ddl, shape, .. tables.Select(table => table.Name)];
        peers.Add(PythonTables, Shape("memory"));
        peers.Add(PythonRows, Shape("stream"));
        return peers;
    }

    private static int Print(Dictionary<string, List<double>> times, long rows)
    {
        var medians = times.Where(peer => peer.Value.Count > 0).ToDictionary(peer => peer.Key, peer => peer.Value.Order().ElementAt(peer.Value.Count / 2));
        foreach (var (name, seconds) in medians)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32}{seconds,8:0.00} s{rows / seconds,12:N0} rows/s{seconds / medians[Ours],8:0.00} x our time"));
        if (!medians.TryGetValue(PythonTables, out var python))
            Console.WriteLine("python3 has no module duckdb: the source's shape is not measured. Set PYTHONPATH to one that has.");
        var isMet = medians[Psql] / medians[Ours] >= PsqlGoal && (python == 0 || python / medians[Ours] >= PythonGoal);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"goals: {PsqlGoal} x psql, {PythonGoal} x the source's shape: {(isMet ? "met" : "not met")}"));
        return isMet ? 0 : 1;
    }

    private static bool HasDuckDb()
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import duckdb"]) { RedirectStandardError = true, UseShellExecute = false });
        python?.WaitForExit();
        return python?.ExitCode == 0;
    }

    private static void Run(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with exit code {process.ExitCode}.");
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
