using SpotifyPlatform.Testing.Crash;

switch (args)
{
    case ["bus", var log, var topic, var first]:
        await BusWriter.RunAsync(log, topic, first);
        return 0;
    case ["artifact", var root, var key, var point, var content, var file]:
        await ArtifactWriter.RunAsync(root, key, point, content, file);
        return 0;
    case ["table", var root, var step]:
        await TableBuilder.RunAsync(root, int.Parse(step, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["cache", .. var arguments]:
        await CacheReader.RunAsync(arguments);
        return 0;
    default:
        Console.Error.WriteLine("Usage: bus LOG TOPIC FIRST | artifact ROOT KEY POINT CONTENT FILE | table ROOT STEP | cache STORE CACHE BYTES ARTIFACTS LENGTH SEED. Crash tests start this program and kill it.");
        return 2;
}
