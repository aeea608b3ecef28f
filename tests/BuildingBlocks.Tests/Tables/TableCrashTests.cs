using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables;

/// <summary>A builder that is killed at any moment leaves what the next one goes on from, to the same bytes.</summary>
public sealed class TableCrashTests : IDisposable
{
    private const int Killed = 137;

    private readonly string root = Directory.CreateTempSubdirectory("table-crash-").FullName;

    [Fact]
    public async Task Build_KilledAtEveryThirdStep_EndsAsUndisturbed()
    {
        var expected = await RunAsync("undisturbed", int.MaxValue);
        Assert.Equal(0, expected.ExitCode);
        var kills = 0;
        for (var step = 1; ; step += 3)
        {
            var killed = await RunAsync("killed", step);
            if (killed.ExitCode == 0)
                break;
            Assert.Equal(Killed, killed.ExitCode);
            kills++;
        }

        Assert.True(kills >= 3, $"Only {kills} runs were killed.");
        Assert.Equal(expected.Output, (await RunAsync("killed", int.MaxValue)).Output);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private async Task<(int ExitCode, string Output)> RunAsync(string folder, int step)
    {
        using var process = CrashProgram.Start("table", Path.Combine(root, folder), step);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
