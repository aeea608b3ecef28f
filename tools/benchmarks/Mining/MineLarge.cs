using System.Globalization;

namespace SpotifyPlatform.Benchmarks.Mining;

/// <summary>
/// <c>mine-large [--playlists 2000000] [--tracks 2000000] [--mean 52] [--memory 4000000000] [--threads 2] [--work FOLDER]</c>:
/// mines a data set much larger than the CPU caches, and a small one for comparison. Fails if the peak memory of the process exceeds
/// the configured memory.
/// </summary>
internal static class MineLarge
{
    public static async Task<int> RunAsync(string[] args)
    {
        var memory = Arguments.Number(args, "--memory", 4_000_000_000);
        var threads = (int)Arguments.Number(args, "--threads", 2);
        var work = Arguments.Text(args, "--work") ?? Path.Combine(Path.GetTempPath(), "spotify-platform-bench");
        var large = new PlaylistWorld(
            (int)Arguments.Number(args, "--playlists", 2_000_000), (int)Arguments.Number(args, "--tracks", 2_000_000), (int)Arguments.Number(args, "--mean", 52), Seed: 1);
        Console.WriteLine($"{"playlists",12}{"tracks",12}{"entries",13}{"pair events",15}{"pairs",13}{"wall s",8}{"counting s",12}{"ns an event",13}{"counting",10}{"peak MB",9}");
        var withinMemory = true;
        foreach (var world in new[] { new PlaylistWorld(200_000, 300_000, 60, Seed: 1), large })
        {
            var folder = Directory.CreateDirectory(Path.Combine(work, $"mine-{world.Name}")).FullName;
            var output = Directory.CreateDirectory(Path.Combine(folder, "out")).FullName;
            await world.WriteBasketsAsync(folder);
            var run = MeasuredProcess.Run(ChildProcess.Command(
                "mine-child", folder, output, MinePeers.Text(threads), "4", memory.ToString(CultureInfo.InvariantCulture)));
            Directory.Delete(output, recursive: true);
            var words = run.Output.Split(' ');
            var (events, counting) = (double.Parse(words[5], CultureInfo.InvariantCulture), double.Parse(words[6], CultureInfo.InvariantCulture));
            withinMemory &= run.PeakBytes <= memory;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{world.Playlists,12}{world.Tracks,12}{words[4],13}{words[5],15}{words[0],13}{run.Wall,8:0.00}{counting,12:0.00}{run.Wall * 1e9 / events,13:0.00}{counting * 1e9 / events,10:0.00}{run.PeakBytes / 1e6,9:0}"));
        }

        Console.WriteLine($"A pair event is two tracks in one playlist. Memory given: {memory / 1_000_000} MB; the peak is the kernel's (VmHWM), mapped pages included.");
        return withinMemory ? 0 : 1;
    }
}
