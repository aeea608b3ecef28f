using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Analysis;

/// <summary>Writes <c>audio-analysis/XX.jsonl.zst</c>, tracks by id; a shard without tracks is an empty file.</summary>
internal sealed class ShardFiles(SampleWorld world)
{
    /// <summary>Shards whose tracks are in memory at once; each such group is one pass over the catalogue.</summary>
    private const int Group = 32;

    public IReadOnlyDictionary<string, long> Write(string folder, StageReporter progress)
    {
        var counts = new Dictionary<string, long>();
        var (lines, sections) = (0L, 0L);
        var printer = new AnalysisLinePrinter(world, new JsonLineWriter());
        foreach (var group in world.Shards.Names.Chunk(Group))
        {
            var members = Members(group);
            lines += members.Values.Sum(tracks => (long)tracks.Count);
            foreach (var (shard, tracks) in members)
            {
                using var file = ZstdFile.Create(Path.Combine(folder, ShardId.Parse(shard).FileName));
                foreach (var index in tracks.OrderBy(world.IdOf))
                {
                    var track = world.Track(index);
                    file.Write(printer.Print(track));
                    sections += world.AnalysisOf(track).Sections.Length;
                    progress.Tick(lines);
                }

                counts.Add($"audio-analysis/{shard}/lines", tracks.Count);
            }
        }

        counts.Add("audio-analysis/lines", lines);
        counts.Add("audio-analysis/sections", sections);
        return counts;
    }

    private Dictionary<string, List<int>> Members(string[] shards)
    {
        var members = shards.ToDictionary(name => name, _ => new List<int>());
        for (var track = 0; track < world.TrackCount; track++)
            if (world.ShardOf(track) is { } shard && members.TryGetValue(shard, out var tracks))
                tracks.Add(track);
        return members;
    }
}
