using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Sync;
using SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

namespace SpotifyPlatform.Benchmarks.Listening;

/// <summary>
/// <c>kill listening-sync [--times 20] [--seed 1] [--plays 20000]</c>: a sync of one state over another is killed (SIGKILL) at random
/// moments. The database must hold the one state or the other, whole; a reader in a loop must never see an empty or mixed table.
/// </summary>
internal static class SyncKillVerb
{
    private const string Digest = """
        SELECT (SELECT md5(string_agg(p::text, '|' ORDER BY play_id)) FROM listening_me.plays p), (SELECT count(*) FROM listening_me.listening_rows),
            (SELECT md5(string_agg(t::text, '|' ORDER BY spotify_track_uri)) FROM listening_me.tracks t), (SELECT revision FROM listening_me.publication),
            (SELECT count(*) FROM listening_me.v_top_artists), (SELECT count(*) FROM pg_indexes WHERE schemaname = 'listening_me')
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        if (Environment.GetEnvironmentVariable("POSTGRES_URL") is not { Length: > 0 } url)
        {
            Console.Error.WriteLine("POSTGRES_URL names no server, such as postgres://postgres@127.0.0.1:5432/postgres.");
            return 1;
        }

        var times = Arguments.Number(args, "--times", 20);
        var seed = (int)Arguments.Number(args, "--seed", 1);
        var plays = (int)Arguments.Number(args, "--plays", 20_000);
        var root = Directory.CreateTempSubdirectory("kill-listening-sync-").FullName;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kill listening-sync: {times} kills from seed {seed}, {plays:N0} plays"));
        string[] states = [Path.Combine(root, "one"), Path.Combine(root, "two")];
        var digests = new List<string>();
        var whole = TimeSpan.Zero;
        for (var state = 0; state < states.Length; state++)
        {
            await PublishedBench.PublishAsync(states[state], plays + (state * 1000), seed: state + 1);
            var start = Stopwatch.GetTimestamp();
            await RunChildAsync(states[state], url, killAfter: null);
            whole = Stopwatch.GetElapsedTime(start);
            digests.Add(await DigestAsync(url));
        }

        using var stop = new CancellationTokenSource();
        var reader = ReadAsync(url, stop.Token);
        var (random, kills, changed) = (new Random(seed), 0, 0);
        while (kills < times)
        {
            var before = await DigestAsync(url);
            var other = digests[0] == before ? 1 : 0;
            if (await RunChildAsync(states[other], url, whole * random.NextDouble()))
                kills++;
            var after = await DigestAsync(url);
            if (!digests.Contains(after))
            {
                Console.WriteLine($"after kill {kills} the database holds neither state: {after}");
                return 1;
            }

            changed += after != before ? 1 : 0;
        }

        await stop.CancelAsync();
        var (reads, wrong) = await reader;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{kills} kills: the old or the new state each time ({changed} times the new one); {reads:N0} reads meanwhile, {wrong} of them empty or mixed"));
        Directory.Delete(root, recursive: true);
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>What the kill verb starts and kills.</summary>
    public static async Task<int> ChildAsync(string root, string url)
    {
        using var published = PublishedBench.Open(root);
        await new PostgresSync(published, Options.Create(new SyncOptions()), TimeProvider.System).RunAsync(AccountName.Default, url, SyncMode.Replace, CancellationToken.None);
        return 0;
    }

    /// <returns>Whether it was killed.</returns>
    private static async Task<bool> RunChildAsync(string root, string url, TimeSpan? killAfter)
    {
        var command = Self.Command("listening-sync-child", root, url);
        using var child = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false })!;
        if (killAfter is { } moment && !child.WaitForExit(moment))
        {
            child.Kill();
            await child.WaitForExitAsync();
            return true;
        }

        await child.WaitForExitAsync();
        return killAfter is not null || child.ExitCode == 0 ? false : throw new InvalidOperationException($"The sync ended with exit code {child.ExitCode}.");
    }

    private static async Task<(long Reads, long Wrong)> ReadAsync(string url, CancellationToken stop)
    {
        var (reads, wrong) = (0L, 0L);
        await using var connection = await OpenAsync(url);
        while (!stop.IsCancellationRequested)
        {
            await using var command = new NpgsqlCommand(
                "SELECT (SELECT count(*) FROM listening_me.plays) > 0 AND (SELECT count(*) FROM listening_me.listening_rows) >= (SELECT count(*) FROM listening_me.plays) AND (SELECT count(*) FROM listening_me.publication) = 1",
                connection);
            wrong += await command.ExecuteScalarAsync(CancellationToken.None) is true ? 0 : 1;
            reads++;
        }

        return (reads, wrong);
    }

    private static async Task<string> DigestAsync(string url)
    {
        await using var connection = await OpenAsync(url);
        await using var command = new NpgsqlCommand(Digest, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue));
    }

    private static async Task<NpgsqlConnection> OpenAsync(string url)
    {
        var connection = new NpgsqlConnection(PostgresUrl.Parse(url).ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
