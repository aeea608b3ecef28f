using System.Globalization;
using System.Text;

namespace SpotifyPlatform.Benchmarks.Listening;

/// <summary>
/// Writes an export in the form of 2024 and later: 23 fields, two spaces of indentation. Tracks are chosen with a long tail, and
/// names have the lengths and scripts of real ones.
/// </summary>
internal static class ExportGenerator
{
    private const int Tracks = 40_000;
    private static readonly string[] Reasons = ["trackdone", "fwdbtn", "clickrow", "endplay", "backbtn", "logout", "unexpected-exit-while-paused"];
    private static readonly string[] Platforms = ["android", "ios", "windows", "Android OS 11 API 30 (samsung, SM-G975F)", "web_player"];
    private static readonly string[] Words = ["Midnight", "Summer", "Blue", "Heart", "Tokyo", "Été", "夜に駆ける", "Любовь", "Remastered 2011", "feat.", "Live", "Pt. II", "Dream", "Fire", "River"];

    /// <summary>Writes the file unless it is there; returns its rows.</summary>
    public static long Write(string path, long bytes, int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, Tracks).Select(track => Names(track, random)).ToArray();
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        file.NewLine = "\n";
        file.Write("[");
        var time = new DateTime(2012, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var step = TimeSpan.FromDays(13 * 365) / (bytes / 850.0);
        long rows = 0, written = 0;
        while (written < bytes)
        {
            time += step * (random.NextDouble() * 2);
            var text = Row(time, names[(int)(Tracks * Math.Pow(random.NextDouble(), 3))], random);
            file.Write(rows == 0 ? "\n" : ",\n");
            file.Write(text);
            written += text.Length + 2;
            rows++;
        }

        file.Write("\n]\n");
        return rows;
    }

    private static string Row(DateTime time, string names, Random random)
    {
        var milliseconds = random.Next(2) == 0 ? random.Next(30_000) : random.Next(30_000, 400_000);
        var skipped = random.Next(3) == 0;
        var offline = new DateTimeOffset(time).ToUnixTimeSeconds() - (milliseconds / 1000);
        return string.Create(CultureInfo.InvariantCulture, $$"""
              {
                "ts": "{{time:yyyy-MM-dd'T'HH:mm:ss'Z'}}",
                "platform": "{{Platforms[random.Next(100) < 90 ? 0 : random.Next(Platforms.Length)]}}",
                "ms_played": {{milliseconds}},
                "conn_country": "CA",
                "ip_addr": "192.0.2.{{random.Next(256)}}",
            {{names}}
                "episode_name": null,
                "episode_show_name": null,
                "spotify_episode_uri": null,
                "audiobook_title": null,
                "audiobook_uri": null,
                "audiobook_chapter_uri": null,
                "audiobook_chapter_title": null,
                "reason_start": "{{Reasons[random.Next(3)]}}",
                "reason_end": "{{Reasons[skipped ? 1 : random.Next(Reasons.Length)]}}",
                "shuffle": {{(random.Next(2) == 0 ? "true" : "false")}},
                "skipped": {{(skipped ? "true" : "false")}},
                "offline": false,
                "offline_timestamp": {{offline}},
                "incognito_mode": false
              }
            """);
    }

    private static string Names(int track, Random random)
    {
        string Phrase(int most) => string.Join(' ', Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Words[random.Next(Words.Length)]));
        var quoted = random.Next(100) == 0 ? "\\\"Live\\\" " : "";
        return string.Create(CultureInfo.InvariantCulture, $$"""
                "master_metadata_track_name": "{{quoted}}{{Phrase(4)}} {{track}}",
                "master_metadata_album_artist_name": "{{Phrase(2)}} {{track / 12}}",
                "master_metadata_album_album_name": "{{Phrase(3)}} {{track / 10}}",
                "spotify_track_uri": "spotify:track:{{track.ToString("D22", CultureInfo.InvariantCulture)}}",
            """);
    }
}
