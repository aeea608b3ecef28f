using SpotifyPlatform.Benchmarks.Adversarial;
using SpotifyPlatform.Benchmarks.Extract;

return args switch
{
    ["extract-contestant", var mode, var path] => Contestant.Run(mode, path),
    ["scan-speed", var path] => ScanSpeed.Run(path),
    ["property", .. var rest] => PropertyVerb.Run(rest),
    ["fuzz", "extract", .. var rest] => FuzzVerb.Run(rest),
    ["kill", "extract", .. var rest] => await KillVerb.RunAsync(rest),
    ["kill-child", var input, var output] => await KillVerb.RunChildAsync(input, output),
    ["shard", var path, var megabytes] => Shard(path, long.Parse(megabytes, System.Globalization.CultureInfo.InvariantCulture)),
    _ => Usage(),
};

static int Shard(string path, long megabytes)
{
    Console.WriteLine(ShardGenerator.Write(path, megabytes * 1_000_000, seed: 1));
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("benchmarks shard PATH MEGABYTES");
    return 2;
}
