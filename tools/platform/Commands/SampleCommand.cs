using System.CommandLine;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.SampleData;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform sample</c>: writes a small invented music data set.</summary>
internal static class SampleCommand
{
    public static Command Create()
    {
        var defaults = new SampleOptions();
        var output = new Option<DirectoryInfo>("--out") { Description = "The output folder; created if missing.", Required = true };
        var tracks = new Option<int>("--tracks") { Description = "Tracks in the catalogue.", DefaultValueFactory = _ => defaults.Tracks };
        var shards = new Option<int>("--shards") { Description = "Audio-analysis shards, 0 to 484.", DefaultValueFactory = _ => defaults.Shards };
        var playlists = new Option<int>("--playlists") { Description = "Playlists.", DefaultValueFactory = _ => defaults.Playlists };
        var seed = new Option<ulong>("--seed") { Description = "Equal seeds and sizes give equal bytes.", DefaultValueFactory = _ => defaults.Seed };
        var compress = new Option<bool>("--compress") { Description = "Write the databases as .sqlite3.zst, as the real data set does." };
        var command = new Command("sample", """
            Writes an invented music data set in the real formats, with the expected answers in truth/.

            Example:
              platform sample --out data/input --tracks 3000 --shards 4 --playlists 2000 --seed 42
            """)
        {
            output, tracks, shards, playlists, seed, compress,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var options = new SampleOptions
            {
                Tracks = parsed.GetValue(tracks),
                Shards = parsed.GetValue(shards),
                Playlists = parsed.GetValue(playlists),
                Seed = parsed.GetValue(seed),
                Compress = parsed.GetValue(compress),
            };
            var folder = parsed.GetValue(output)!;
            using var line = new ProgressLine();
            await new SampleWorldWriter(options).WriteAsync(folder.FullName, line.For<SampleProgress>(p => $"{p.Stage}: {p.Done:N0} of {p.Total:N0}"), stop);
            line.End($"Wrote {options.Tracks:N0} tracks, {options.Shards:N0} shards and {options.Playlists:N0} playlists to {folder.FullName} (seed {options.Seed}).");
            return ExitCode.Done;
        });
        return command;
    }
}
