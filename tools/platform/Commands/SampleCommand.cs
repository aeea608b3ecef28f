using System.CommandLine;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.SampleData;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform sample</c>: writes an invented music data set, small or a share of the real one's size.</summary>
internal static class SampleCommand
{
    public static Command Create()
    {
        var defaults = new SampleOptions();
        var output = new Option<DirectoryInfo>("--out") { Description = "The output folder; created if missing.", Required = true };
        var scale = new Option<double?>("--scale") { Description = "A share of the real data set, above 0 to 1, with its distributions; 0.01 is 2.56 million tracks." };
        var tracks = new Option<int?>("--tracks") { Description = $"Tracks in the catalogue; {defaults.Tracks} unless --scale is given." };
        var shards = new Option<int?>("--shards") { Description = $"Audio-analysis shards, 0 to 484; {defaults.Shards} unless --scale is given." };
        var playlists = new Option<int?>("--playlists") { Description = $"Playlists; {defaults.Playlists} unless --scale is given." };
        var segments = new Option<int?>("--segments") { Description = "Segments in an analysis line, 2 or more: 10 make 7 KB a line, 40 make 20 KB, 900 the 0.45 MB of a real song." };
        var seed = new Option<ulong>("--seed") { Description = "Equal seeds and sizes give equal bytes.", DefaultValueFactory = _ => defaults.Seed };
        var compress = new Option<bool>("--compress") { Description = "Write the databases as .sqlite3.zst, as the real data set does." };
        var command = new Command("sample", """
            Writes an invented music data set in the real formats, with the expected answers in truth/.

            Examples:
              platform sample --out data/input --tracks 3000 --shards 4 --playlists 2000 --seed 42
              platform sample --out data/world --scale 0.01
            """)
        {
            output, scale, tracks, shards, playlists, segments, seed, compress,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var size = parsed.GetValue(scale) is { } share ? SampleOptions.AtScale(share) : defaults;
            var options = size with
            {
                Tracks = parsed.GetValue(tracks) ?? size.Tracks,
                Shards = parsed.GetValue(shards) ?? size.Shards,
                Playlists = parsed.GetValue(playlists) ?? size.Playlists,
                AnalysisDetail = parsed.GetValue(segments) ?? size.AnalysisDetail,
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
