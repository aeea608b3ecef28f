using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SpotifyPlatform.SampleData;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Benchmarks.Catalog;

/// <summary>
/// Extracts a generated catalogue onto the embedded bus: rows per second and peak memory of each stage; then the same with a process
/// that is killed repeatedly, whose events must equal those of the undisturbed run.
/// </summary>
internal static class CatalogBench
{
    private const int Seed = 20261121;

    /// <param name="arguments"><c>--tracks</c>, <c>--playlists</c>, <c>--kills</c>, and <c>--work</c>, where the generated data set is kept.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var work = Arguments.Text(arguments, "--work") ?? Path.Combine(Path.GetTempPath(), "spotifyplatform-bench-catalogue");
        var input = await SampleAsync((int)Arguments.Number(arguments, "--tracks", 1_000_000), (int)Arguments.Number(arguments, "--playlists", 50_000), work);
        Console.WriteLine($"{"stage",-14}{"rows",12}{"rows/s",12}{"CPU s",8}{"peak MB",9}");
        var whole = Fresh(work, "whole");
        var clock = Stopwatch.StartNew();
        foreach (var (file, _) in CatalogChild.Files)
            Show(await ToEndAsync(input, whole, file));

        var undisturbed = clock.Elapsed;
        var (expected, events) = Digest(whole);
        var killed = Fresh(work, "killed");
        var died = await KillAsync(input, killed, (int)Arguments.Number(arguments, "--kills", 20), undisturbed / 4);
        await ToEndAsync(input, killed, "all");
        var (found, _) = Digest(killed);
        Console.WriteLine(found == expected
            ? $"killed {died} times: the same {events} events and checkpoints ({expected[..16]})"
            : $"killed {died} times: DIFFERENT events or checkpoints ({found[..16]}, undisturbed {expected[..16]})");
        return found == expected ? 0 : 1;
    }

    private static async Task<string> SampleAsync(int tracks, int playlists, string work)
    {
        var world = Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"world-{tracks}-{playlists}"));
        if (!File.Exists(Path.Combine(world, "truth/manifest.json")))
        {
            var options = new SampleOptions { Tracks = tracks, Playlists = playlists, Shards = 0, Plays = 0, TruthTracks = 1, TruthPairTracks = 0 };
            await new SampleWorldWriter(options).WriteAsync(world);
        }

        return Path.Combine(world, "metadata");
    }

    private static string Fresh(string work, string name)
    {
        var folder = Path.Combine(work, name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static Process Start(string input, string data, string only)
    {
        string[] arguments = ["exec", typeof(CatalogBench).Assembly.Location, "catalogue-child", input, data, only];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
    }

    private static async Task<string> ToEndAsync(string input, string data, string only)
    {
        using var child = Start(input, data, only);
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"The measured process ended with {child.ExitCode}.");
    }

    /// <summary>Starts the process repeatedly and kills it at a random moment, until it ends by itself or the number of kills is reached.</summary>
    private static async Task<int> KillAsync(string input, string data, int kills, TimeSpan longestLife)
    {
        var random = new Random(Seed);
        for (var died = 0; died < kills; died++)
        {
            using var child = Start(input, data, "all");
            using var patience = new CancellationTokenSource(longestLife * random.NextDouble());
            try
            {
                await child.WaitForExitAsync(patience.Token);
                return died;
            }
            catch (OperationCanceledException)
            {
                child.Kill();
                await child.WaitForExitAsync(CancellationToken.None);
            }
        }

        return kills;
    }

    private static void Show(string output)
    {
        var lines = output.Split('\n').Select(line => line.Split('\t')).ToList();
        string Last(string name) => lines.Single(line => line[0] == name)[1];
        foreach (var stage in lines.Where(line => line[0].StartsWith("stage ", StringComparison.Ordinal)))
            Console.WriteLine($"{stage[0][6..],-14}{stage[1],12}{stage[2],12}{Last("cpu"),8}{Last("memory"),9}");
    }

    /// <summary>A digest of the events by topic and id, independent of their order, and of the extractor's checkpoints.</summary>
    private static (string Sha256, long Events) Digest(string data)
    {
        using var connection = SqliteDatabase.OpenReadOnly(Path.Combine(data, "bus.sqlite"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT t.name, e.id, e.payload FROM events e JOIN topics t USING (topic_id) ORDER BY t.name, e.id";
        using var reader = command.ExecuteReader();
        var events = 0L;
        for (; reader.Read(); events++)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{reader.GetString(0)} {reader.GetString(1)} "));
            hash.AppendData(reader.GetFieldValue<byte[]>(2));
        }

        hash.AppendData(Encoding.UTF8.GetBytes(LogicalDigest.Of(Path.Combine(data, "extractor.sqlite")).Sha256));
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), events);
    }
}
