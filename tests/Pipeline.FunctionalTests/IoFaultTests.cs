using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Xunit.Abstractions;

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>
/// File operations of a whole run fail, as those of a broken or a full disk do: the run ends in order and says why, or tries again and is done, and the next run
/// ends with the digest of an undisturbed one. <c>SPOTIFYPLATFORM_IO_FAULTS</c> is how many operations are tried, spread over the run; each fails once with EIO
/// and begins a time in which the disk is full.
/// </summary>
public sealed class IoFaultTests(ITestOutputHelper log)
{
    private const int Eio = 5;
    private const int NoSpace = 28;

    /// <summary>Operations that fail while the disk is full. Each is tried again after a wait, so that more of them only take longer.</summary>
    private const int Full = 6;

    private static readonly int Faults = int.TryParse(Environment.GetEnvironmentVariable("SPOTIFYPLATFORM_IO_FAULTS"), CultureInfo.InvariantCulture, out var faults) ? faults : 3;

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

        var random = new Random(error);
        for (var i = 0; i < Faults; i++)
        {
            var (data, from) = (world.OtherData($"store-{i}"), 1 + (operations - 1) * i / Faults + random.NextInt64(operations / Faults));
            var finished = await Platform.RunWithAsync(Environment(data, error, from, count), world.RunArguments(data));
            log.WriteLine($"from operation {from}: exit code {finished.ExitCode} {finished.Error.Split('\n')[0]}");
            Assert.True(finished.ExitCode is 0 or 1 or 3, $"operation {from} ended with {finished.ExitCode}: {finished.Error}");
            Assert.DoesNotContain("Unhandled exception", finished.Error, StringComparison.Ordinal);
            Assert.True(finished.ExitCode == 0 || finished.Error.Trim().Length > 0, $"operation {from} does not say why");
            await Platform.DoneAsync(world.RunArguments(data));
            Assert.Equal(expected, await World.DigestAsync(data));
            Directory.Delete(data, recursive: true);
        }

        Dictionary<string, string> Environment(string data, int error, long from, int count) => new()
        {
            ["LD_PRELOAD"] = library, ["FAIL_ROOT"] = data, ["FAIL_LOG"] = counts, ["FAIL_ERRNO"] = $"{error}", ["FAIL_FROM"] = $"{from}", ["FAIL_COUNT"] = $"{count}",
            ["EventBus__MaxRetryDelay"] = "00:00:00.5",
        };
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
