using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>
/// File operations of a whole run fail, as those of a broken or a full disk do: the run ends in order and says why, or tries again and is done, and the next run
/// ends with the digest of an undisturbed one. Each operation that is tried fails once with EIO, and begins a time in which the disk is full. Some are tried,
/// spread over the run, or with <c>SPOTIFYPLATFORM_IO_EVERY=N</c> each Nth of the run (<c>tools/dev chaos io</c>).
/// </summary>
public sealed class IoFaultTests(ITestOutputHelper log)
{
    private const int Eio = 5;
    private const int NoSpace = 28;

    /// <summary>Operations that fail while the disk is full. Each is tried again after a wait, so that more of them only take longer.</summary>
    private const int Full = 6;

    /// <summary>Operations that are tried by default.</summary>
    private const int Faults = 3;

    private static readonly int Every = int.TryParse(Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_IO_EVERY"), CultureInfo.InvariantCulture, out var every) ? every : 0;

    [SkippableTheory]
    [InlineData(Eio, 1)]
    [InlineData(NoSpace, Full)]
    public async Task Run_FileOperationsFail_EndsInOrderAndTheNextRunIsRight(int error, int count)
    {
        using var world = await World.CreateAsync(tracks: 200, shards: 2, playlists: 100);
        var library = await CompileAsync(world.OtherData("failing-io.so"));
        var undisturbed = world.OtherData("undisturbed");
        var counts = world.OtherData("operations");
        await Platform.DoneWithAsync(Environment(undisturbed, error, from: 0, count: 0), world.RunArguments(undisturbed));
        var (expected, operations) = (await World.DigestAsync(undisturbed), long.Parse(await File.ReadAllTextAsync(counts), CultureInfo.InvariantCulture));
        Assert.InRange(operations, 500, long.MaxValue);
        log.WriteLine($"{operations} operations");

        var failures = new ConcurrentBag<string>();
        var positions = Positions(operations, new Random(error));
        await Parallel.ForEachAsync(positions, new ParallelOptions { MaxDegreeOfParallelism = System.Environment.ProcessorCount }, async (from, _) =>
        {
            if (await FailAsync(from) is { } difference)
                failures.Add($"from operation {from}: {difference}");
        });
        log.WriteLine($"{positions.Count} of them failed with {error}, {failures.Count} differences");
        Assert.True(failures.IsEmpty, string.Join('\n', failures));

        async Task<string?> FailAsync(long from)
        {
            var data = world.OtherData($"store-{from}");
            var finished = await Platform.RunWithAsync(Environment(data, error, from, count), world.RunArguments(data));
            log.WriteLine($"from operation {from}: exit code {finished.ExitCode} {finished.Error.Split('\n')[0]}");
            if (finished.ExitCode is not (0 or 1 or 3) || finished.Error.Contains("Unhandled exception", StringComparison.Ordinal))
                return $"ended with {finished.ExitCode}: {finished.Error}";
            if (finished.ExitCode != 0 && finished.Error.Trim().Length == 0)
                return $"ended with {finished.ExitCode} and does not say why";
            var next = await Platform.RunAsync(world.RunArguments(data));
            if (next.ExitCode != 0)
                return $"the next run ended with {next.ExitCode}: {next.Error}";
            var differences = expected.Except(await World.DigestAsync(data)).ToList();
            if (differences.Count > 0)
                return $"the next run has another digest: {string.Join(", ", differences)}";
            Directory.Delete(data, recursive: true);
            return null;
        }

        Dictionary<string, string> Environment(string data, int error, long from, int count) => new()
        {
            ["LD_PRELOAD"] = library, ["FAIL_ROOT"] = data, ["FAIL_LOG"] = counts, ["FAIL_ERRNO"] = $"{error}", ["FAIL_FROM"] = $"{from}", ["FAIL_COUNT"] = $"{count}",
            ["EventBus__MaxRetryDelay"] = "00:00:00.5",
        };
    }

    private static List<long> Positions(long operations, Random random)
    {
        var (step, first) = Every > 0 ? (Every, 1) : (operations / Faults, 1 + random.NextInt64(operations / Faults));
        return [.. Enumerable.Range(0, (int)((operations - first) / step) + 1).Select(number => first + number * step)];
    }

    private static async Task<string> CompileAsync(string library, [CallerFilePath] string test = "")
    {
        var source = Path.Combine(Path.GetDirectoryName(test)!, "Faults", "failing-io.c");
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists(source), "LD_PRELOAD needs Linux, and the test its sources.");
        Process? gcc = null;
        try
        {
            gcc = Process.Start(new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-O1", "-Wall", "-o", library, source, "-ldl"]) { RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "There is no gcc to compile the library with failing file operations.");
        }

        using (gcc)
        {
            await gcc!.WaitForExitAsync();
            Assert.True(gcc.ExitCode == 0, await gcc.StandardError.ReadToEndAsync());
        }

        return library;
    }
}
