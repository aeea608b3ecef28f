using System.Globalization;

namespace SpotifyPlatform.Benchmarks.Listening;

/// <summary>Reads a generated export in turns with DuckDB and Python: to typed rows, and as a whole import.</summary>
internal static class ListeningBench
{
    private const int Seed = 20261126;

    private const string Python = """
        import datetime, json, sys, time
        start = time.perf_counter()
        with open(sys.argv[1], encoding='utf-8') as file:
            rows = [(datetime.datetime.fromisoformat(r['ts']), r['platform'], r['ms_played'], r['conn_country'], r['master_metadata_track_name'],
                     r['master_metadata_album_artist_name'], r['master_metadata_album_album_name'], r['spotify_track_uri'], r['episode_name'],
                     r['episode_show_name'], r['spotify_episode_uri'], r['audiobook_title'], r['audiobook_uri'], r['audiobook_chapter_uri'],
                     r['audiobook_chapter_title'], r['reason_start'], r['reason_end'], r['shuffle'], r['skipped'], r['offline'],
                     r['offline_timestamp'], r['incognito_mode']) for r in json.load(file)]
        print(len(rows), sum(row[2] for row in rows), f'{time.perf_counter() - start:.3f}')
        """;

    /// <param name="arguments"><c>--mb</c>, <c>--runs</c> and <c>--work</c>, where the export stays.</param>
    public static int Run(string[] arguments)
    {
        var (megabytes, runs) = (Arguments.Number(arguments, "--mb", 500), Arguments.Number(arguments, "--runs", 3));
        var work = Directory.CreateDirectory(Arguments.Text(arguments, "--work") ?? Path.Combine(Path.GetTempPath(), "spotifyplatform-bench-listening")).FullName;
        var path = Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"Streaming_History_Audio_{megabytes}.json"));
        if (!File.Exists(path))
        {
            ExportGenerator.Write(path + ".new", megabytes * 1_000_000, Seed);
            File.Move(path + ".new", path);
        }

        (string Name, string[] Command)[] contestants =
        [
            ("parse", ChildProcess.Command("listening-child", "parse", path, "2")),
            ("duckdb", ChildProcess.Command("listening-child", "duckdb", path, "2")),
            ("parse once", ChildProcess.Command("listening-child", "parse", path, "1")),
            ("duckdb once", ChildProcess.Command("listening-child", "duckdb", path, "1")),
            ("python", ["python3", "-c", Python, path]),
            ("import", ChildProcess.Command("listening-child", "import", path, "1")),
        ];
        var measured = contestants.ToDictionary(contestant => contestant.Name, _ => new List<MeasuredProcess>());
        for (var run = 0; run < runs; run++)
            foreach (var (name, command) in contestants)
                measured[name].Add(MeasuredProcess.Run(command));
        Report(measured, new FileInfo(path).Length);
        return Agree(measured) ? 0 : 1;
    }

    private static void Report(Dictionary<string, List<MeasuredProcess>> measured, long bytes)
    {
        var own = Median(measured["parse"].Select(Seconds));
        Console.WriteLine($"{"",-12}{"s, median",12}{"s, all runs",30}{"MB/s",8}{"x parse",9}{"CPU s",8}{"peak MB",9}");
        foreach (var (name, runs) in measured)
        {
            var seconds = Median(runs.Select(Seconds));
            var all = string.Join(' ', runs.Select(run => Seconds(run).ToString("F2", CultureInfo.InvariantCulture)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-12}{seconds,12:F2}{all,30}{bytes / seconds / 1e6,8:F0}{seconds / own,9:F2}{Median(runs.Select(run => run.Cpu)),8:F2}{runs.Max(run => run.PeakBytes) / 1e6,9:F0}"));
        }
    }

    private static readonly string[] SumPlayed = ["parse", "duckdb", "parse once", "duckdb once", "python"];

    /// <summary>All read the same rows; those that sum the time played agree in it.</summary>
    private static bool Agree(Dictionary<string, List<MeasuredProcess>> measured)
    {
        var rows = measured.Values.SelectMany(runs => runs).Select(run => run.Output.Split(' ')[0]).Distinct().Count();
        var played = SumPlayed.SelectMany(name => measured[name]).Select(run => run.Output.Split(' ')[1]).Distinct().Count();
        var agree = rows == 1 && played == 1;
        Console.WriteLine(agree ? "All read the same rows." : "The contestants DIFFER in what they read.");
        return agree;
    }

    private static double Seconds(MeasuredProcess run) => double.Parse(run.Output.Split(' ')[2], CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
