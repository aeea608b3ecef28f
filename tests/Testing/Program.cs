using System.Globalization;
using SpotifyPlatform.Testing.BigQuery;
using SpotifyPlatform.Testing.Chaos;
using SpotifyPlatform.Testing.Crash;
using SpotifyPlatform.Testing.Swarm;

switch (args)
{
    case ["bus", var log, var topic, var first]:
        await BusWriter.RunAsync(log, topic, first);
        return 0;
    case ["artifact", var root, var key, var point, var content, var file]:
        await ArtifactWriter.RunAsync(root, key, point, content, file);
        return 0;
    case ["table", var root, var step]:
        await TableBuilder.RunAsync(root, int.Parse(step, CultureInfo.InvariantCulture));
        return 0;
    case ["cache", .. var arguments]:
        await CacheReader.RunAsync(arguments);
        return 0;
    case ["chaos-member", var settings]:
        await MemberPipe.RunAsync(settings);
        return Environment.ExitCode;
    case ["chaos", var seeds, var first]:
        return await ChaosVerb.RunAsync(int.Parse(seeds, CultureInfo.InvariantCulture), int.Parse(first, CultureInfo.InvariantCulture));
    case ["fuzz-bigquery", var runs, var seed]:
        return await AnswerFuzzVerb.RunAsync(int.Parse(runs, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture));
    case ["tracker", var address, var port]:
        await Tracker.RunAsync(address, int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    case ["swarm", var platform, var input, var work, var kills, var seed, var kilobytes, .. var servers]:
        using (var scenario = new SwarmScenario(
            new SwarmOptions(platform, input, work, int.Parse(kills, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture), servers is [var script] ? script : null, int.Parse(kilobytes, CultureInfo.InvariantCulture)),
            Console.WriteLine))
            return await scenario.RunAsync() ? 0 : 1;
    case ["warehouse", var address, var dataset, var folder, var file]:
        await WarehouseLoads.RunAsync(address, dataset, folder, file);
        return 0;
    default:
        Console.Error.WriteLine("Usage: bus LOG TOPIC FIRST | artifact ROOT KEY POINT CONTENT FILE | table ROOT STEP | cache STORE CACHE BYTES ARTIFACTS LENGTH SEED | chaos-member SETTINGS | chaos SEEDS FIRST | fuzz-bigquery RUNS SEED | tracker ADDRESS PORT | swarm PLATFORM INPUT WORK KILLS SEED KBPS [SERVERS] | warehouse ADDRESS DATASET FOLDER SHARDS. Crash tests start this program and kill it.");
        return 2;
}
