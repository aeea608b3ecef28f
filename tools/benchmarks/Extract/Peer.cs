using System.Diagnostics;

namespace SpotifyPlatform.Benchmarks.Extract;

/// <summary>A program that reads the same input, for comparison.</summary>
/// <param name="Name">In the table.</param>
/// <param name="Command">The process to start.</param>
/// <param name="Runs">Maximum number of runs; slow programs need few for a ratio.</param>
/// <param name="Answer">The output that it must print; null if it prints no counts.</param>
internal sealed record Peer(string Name, string[] Command, int Runs, string? Answer)
{
    /// <summary>The platform's readers and every installed peer, each pinned to the last core unless its name says threads.</summary>
    public static IEnumerable<Peer> All(string shard, string answer, string workFolder, int runs, bool slow)
    {
        string[] oneCore = ["taskset", "-c", (Environment.ProcessorCount - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)];
        Peer Ours(string name, string mode, bool pinned = true) =>
            new(name, [.. pinned ? oneCore : [], .. ChildProcess.Command("extract-child", mode, shard)], runs, mode == "decode" ? null : answer);

        yield return new("zstd -dc > /dev/null", [.. oneCore, "sh", "-c", $"exec zstd -dc '{shard}' > /dev/null"], runs, null);
        yield return Ours("decode only", "decode");
        yield return Ours("typed scan", "scan");
        yield return Ours("typed scan, threads", "scan-threaded", pinned: false);
        yield return Ours("typed scan, Vector256", "scan-256");
        yield return Ours("typed scan, Vector128", "scan-128");
        yield return Ours("pipeline: scan, SHA-256, write, sync", "pipeline");
        yield return Ours("pipeline, threads", "pipeline-threaded", pinned: false);
        yield return Ours("pipeline with the shard's table", "table");
        yield return Ours("pipeline with the shard's table, threads", "table-threaded", pinned: false);
        yield return Ours("Utf8JsonReader, full grammar", "reader");
        if (!slow)
            yield break;
        yield return Ours("typed scan, --strict", "strict") with { Runs = 1 };
        yield return Ours("typed scan, scalar", "scan-scalar") with { Runs = 1 };
        if (DuckDb.TryInstall(workFolder) is { } script)
            yield return new("DuckDB read_json, 1 thread", [.. oneCore, "node", script, shard], Math.Min(runs, 3), answer);
        if (IsInstalled("python3"))
            yield return new("python3 json", [.. oneCore, "sh", "-c", $"zstd -dc '{shard}' | python3 -c \"{Python}\""], 1, answer);
        if (IsInstalled("jq"))
            yield return new("jq", [.. oneCore, "sh", "-c", $"zstd -dc '{shard}' | jq -c '[.meta, .track, .sections]' | wc -l > /dev/null"], 1, null);
    }

    private const string Python =
        "import json,sys; t=s=0\nfor line in sys.stdin.buffer:\n d=json.loads(line); t+=1; s+=len(d['sections'])\nprint(t,s)";

    /// <summary>Whether a command exists and ends with exit code 0.</summary>
    public static bool Succeeds(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static bool IsInstalled(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));
}
