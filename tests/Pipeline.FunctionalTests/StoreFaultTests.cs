using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.Pipeline.FunctionalTests.Faults;
using SpotifyPlatform.Platform;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Tables;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>
/// One file of each kind is deleted, zeroed, cut, or has one bit flipped, while the platform is stopped and while it serves: no answer is wrong, and a check
/// names the file. <c>SPOTIFYPLATFORM_FAULT_SEEDS</c> is how many seeds are tried (<c>tools/dev chaos store</c>).
/// </summary>
public sealed class StoreFaultTests(ITestOutputHelper log)
{
    private const int FirstSeed = 20261127;

    /// <summary>A database that has not changed for so long after the start has nothing left to do.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    /// <summary>Between the questions of one client.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_FAULT_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : 1;

    [Fact]
    public async Task Stopped_OneFileBad_NoAnswerIsWrongAndTheCheckNamesIt()
    {
        using var faulty = await FaultyWorld.CreateAsync();
        var (data, wrong, cases) = (faulty.World.Data, new List<string>(), 0);
        foreach (var (fault, seed) in Faults(data))
        {
            cases++;
            fault.Apply();
            try
            {
                wrong.AddRange(Questions.Wrong(faulty.Answers, await faulty.AskAsync(data)).Select(answer => $"seed {seed}, {fault}: {answer}"));
                if (await faulty.MissedAsync(data, fault.Path, () => FaultyWorld.DigestOf(fault.Path)) is { } missed)
                    wrong.Add($"seed {seed}, {fault}: {missed}");
            }
            finally
            {
                fault.Undo();
            }
        }

        Report(wrong, cases);
    }

    [Fact]
    public async Task Serving_OneFileOfATableBad_NoAnswerIsWrongAndAllAreRightAfterwards()
    {
        using var faulty = await FaultyWorld.CreateAsync();
        var data = faulty.World.OtherData("serving");
        StoreFiles.Copy(faulty.World.Data, data);
        await using var app = PlatformHost.Build(new DataFolder(data), faulty.World.Input, 0, 0, requireInput: true);
        await app.StartAsync();
        var questions = new Questions(app.Services.GetRequiredService<LookupApi>(), app.Services.GetRequiredService<TablesApi>(), faulty.Tracks);
        var (wrong, cases) = (new List<string>(), 0);
        Assert.Empty(Questions.Wrong(faulty.Answers, await questions.AskAsync()));
        foreach (var (fault, seed) in Faults(data, kind => !StoreFiles.IsDatabaseKind(kind)))
        {
            cases++;
            fault.Apply();
            await LookAgainAsync(app.Services, data);
            wrong.AddRange(Questions.Wrong(faulty.Answers, await questions.AskAsync()).Select(answer => $"seed {seed}, {fault}: {answer}"));
            if (await faulty.MissedAsync(data, fault.Path, () => null) is { } missed)
                wrong.Add($"seed {seed}, {fault}: {missed}");
            fault.Undo();
        }

        await LookAgainAsync(app.Services, data);
        var after = await questions.AskAsync();
        wrong.AddRange(faulty.Answers.Where(answer => answer.Value is not Exception && !Equals(answer.Value, after[answer.Key])).Select(answer => $"afterwards {answer.Key}: {after[answer.Key]}"));
        Assert.False(app.Lifetime.ApplicationStopping.IsCancellationRequested, "The platform stopped.");
        await app.StopAsync();
        Report(wrong, cases);
    }

    [Fact]
    public async Task Serving_OneDatabaseBad_ItIsFoundAndTheProcessEndsInOrder()
    {
        using var faulty = await FaultyWorld.CreateAsync();
        (string Kind, FaultKind Fault, int Seed)[] cases =
        [
            .. from kind in StoreFiles.Kinds.Keys.Where(StoreFiles.IsDatabaseKind)
               from seed in Enumerable.Range(FirstSeed, Seeds)
               from fault in Enum.GetValues<FaultKind>()
               select (kind, fault, seed),
        ];
        var wrong = new ConcurrentBag<string>();
        // A process mostly waits.
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (tried, _) =>
        {
            foreach (var difference in await ServeAsync(faulty, tried.Kind, tried.Fault, tried.Seed))
                wrong.Add($"seed {tried.Seed}, {tried.Fault} {tried.Kind}: {difference}");
        });
        Report([.. wrong], cases.Length);
    }

    /// <summary>A process that cannot go on without its event log answers what it was asked, and then ends by its own will.</summary>
    [Fact]
    public async Task Serving_TheEventLogBad_NoAnswerFailsAndTheProcessEndsInOrder()
    {
        using var faulty = await FaultyWorld.CreateAsync();
        var data = faulty.World.Data;
        await using var platform = Platform.Start("run", "--input", faulty.World.Input, "--data", data, "--port", "0", "--grpc-port", "0");
        var (json, _) = await platform.AddressesAsync();
        using var http = new HttpClient { BaseAddress = json };
        var events = Assert.Single(StoreFiles.Of(data, "event log"));
        new StoreFault(FaultKind.Zeroed, events, new Random(FirstSeed)).Apply();

        var ended = platform.WaitAsync();
        await Task.WhenAll(faulty.Tracks.Take(5).Select(AskUntilTheEndAsync));

        var finished = await ended;
        Assert.True(finished.ExitCode == 1 && finished.Error.Contains(events, StringComparison.Ordinal), $"ended with {finished.ExitCode}: {finished.Error}");

        // No status but 200 is an answer; a connection that is refused or closed is none.
        async Task AskUntilTheEndAsync(string track)
        {
            while (true)
            {
                HttpResponseMessage answer;
                try
                {
                    answer = await http.GetAsync($"/v1/tracks/{track}");
                }
                catch (HttpRequestException)
                {
                    return;
                }

                using (answer)
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Serves a folder of its own, whose database goes bad.</summary>
    private static async Task<IReadOnlyList<string>> ServeAsync(FaultyWorld faulty, string kind, FaultKind fault, int seed)
    {
        var data = faulty.World.OtherData($"serving-{kind}-{fault}-{seed}");
        StoreFiles.Copy(faulty.World.Data, data);
        // Requests would change the rows that are compared.
        await using var platform = Platform.StartWith(
            new() { ["LookupGateway__Accesses__FlushInterval"] = "01:00:00" }, "run", "--input", faulty.World.Input, "--data", data, "--port", "0", "--grpc-port", "0");
        var (json, _) = await platform.AddressesAsync();
        using var http = new HttpClient { BaseAddress = json };
        var expected = await AskAsync();
        var path = Assert.Single(StoreFiles.Of(data, kind));
        var rows = FaultyWorld.DigestOf(path);
        for (string? before = null; rows != before; rows = FaultyWorld.DigestOf(path))
        {
            before = rows;
            await Task.Delay(Settling);
        }

        new StoreFault(fault, path, new Random(HashCode(kind, fault, seed))).Apply();

        var wrong = new List<string>();
        if (await AskAsync() is var found && !found.SequenceEqual(expected))
            wrong.Add($"answers {string.Join('\n', found.Except(expected))}");
        if ((await FaultyWorld.CheckAsync(data)).All(finding => finding.File != Path.GetRelativePath(data, path)) && FaultyWorld.DigestOf(path) != rows)
            wrong.Add("the check does not name it");
        var finished = await platform.StopAsync();
        if (finished.ExitCode is not (0 or 1) || finished.Error.Contains("Unhandled exception", StringComparison.Ordinal))
            wrong.Add($"ended with {finished.ExitCode}: {finished.Error}");
        Directory.Delete(data, recursive: true);
        return wrong;

        async Task<IReadOnlyList<string>> AskAsync() => await Task.WhenAll(faulty.Tracks.Take(5).Select(track => http.GetStringAsync($"/v1/tracks/{track}")));
    }

    /// <summary>As readers do each minute.</summary>
    private static async Task LookAgainAsync(IServiceProvider services, string data)
    {
        foreach (var table in Directory.EnumerateDirectories(Path.Combine(data, "artifacts", "tables")).Select(Path.GetFileName))
            await services.GetRequiredService<CurrentTables>().RefreshAsync(table!, default);
    }

    private void Report(List<string> wrong, int cases)
    {
        log.WriteLine($"{cases} faults, seeds {FirstSeed} to {FirstSeed + Seeds - 1}, {wrong.Count} differences");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(50)));
    }

    private static IEnumerable<(StoreFault Fault, int Seed)> Faults(string data, Func<string, bool>? isWanted = null)
    {
        foreach (var kind in StoreFiles.Kinds.Keys.Where(isWanted ?? (_ => true)))
            for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
                foreach (var fault in Enum.GetValues<FaultKind>())
                {
                    var random = new Random(HashCode(kind, fault, seed));
                    var files = StoreFiles.Of(data, kind);
                    Assert.NotEmpty(files);
                    yield return (new StoreFault(fault, files[random.Next(files.Count)], random), seed);
                }
    }

    /// <summary>The same in each process, other than that of <see cref="System.HashCode"/>.</summary>
    private static int HashCode(string kind, FaultKind fault, int seed) => kind.Aggregate(seed * 31 + (int)fault, (hash, c) => unchecked(hash * 31 + c));
}
