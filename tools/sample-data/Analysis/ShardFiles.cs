using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>Writes <c>audio-analysis/XX.jsonl.zst</c>, tracks by id; a shard without tracks is an empty file.</summary>
internal sealed class ShardFiles(SampleWorld world)
{
    public IReadOnlyDictionary<string, long> Write(string folder, StageReporter progress)
    {
        var members = Members();
        var total = members.Values.Sum(tracks => (long)tracks.Count);
        var counts = new Dictionary<string, long>();
        var sections = 0L;
        var printer = new AnalysisLinePrinter(world, new JsonLineWriter());
        foreach (var (shard, tracks) in members)
        {
            using var file = ZstdFile.Create(Path.Combine(folder, ShardId.Parse(shard).FileName));
            foreach (var index in tracks.OrderBy(world.IdOf))
            {
                var track = world.Track(index);
                file.Write(printer.Print(track));
                sections += world.AnalysisOf(track).Sections.Length;
                progress.Tick(total);
            }

            counts.Add($"audio-analysis/{shard}/lines", tracks.Count);
        }

        counts.Add("audio-analysis/lines", total);
        counts.Add("audio-analysis/sections", sections);
        return counts;
    }

    private Dictionary<string, List<int>> Members()
    {
        var members = world.Shards.Names.ToDictionary(name => name, _ => new List<int>());
        for (var track = 0; members.Count > 0 && track < world.TrackCount; track++)
            if (world.ShardOf(track) is { } shard)
                members[shard].Add(track);
        return members;
    }
}
