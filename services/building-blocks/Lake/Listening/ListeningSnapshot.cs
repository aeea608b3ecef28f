using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.Artifacts.Durable;

namespace SpotifyPlatform.Lake.Listening;

/// <summary>Writes the listening statistics as a file that is ingested: <c>{timestamp}_artist_listening.jsonl</c>.</summary>
internal sealed class ListeningSnapshot(IEnumerable<IArtistListeningSource> sources, TimeProvider clock)
{
    /// <returns>The file and its rows; null where no listening history is connected or it has no plays.</returns>
    public async Task<(string Path, long Artists)?> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        if (sources.SingleOrDefault() is not { } source)
            return null;
        var time = clock.GetUtcNow();
        var path = Path.Combine(folder, $"{time.ToString("yyyyMMddTHHmmssfff", CultureInfo.InvariantCulture)}_artist_listening.jsonl");
        using var file = new StagedFile(path);
        var artists = await WriteAsync(source, time, file.Stream, cancellationToken).ConfigureAwait(false);
        if (artists == 0)
            return null;
        file.Publish();
        return (path, artists);
    }

    private static async Task<long> WriteAsync(IArtistListeningSource source, DateTimeOffset time, Stream file, CancellationToken cancellationToken)
    {
        using var writer = new Utf8JsonWriter(file);
        long artists = 0;
        await foreach (var artist in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Write(writer, artist, time);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            writer.Reset();
            file.WriteByte((byte)'\n');
            artists++;
        }

        return artists;
    }

    private static void Write(Utf8JsonWriter writer, ArtistListening artist, DateTimeOffset time)
    {
        writer.WriteStartObject();
        writer.WriteString("artistName", artist.ArtistName);
        writer.WriteString("artistId", artist.ArtistId);
        writer.WriteNumber("playCount", artist.PlayCount);
        writer.WriteNumber("trackCount", artist.TrackCount);
        writer.WriteNumber("msPlayed", artist.MsPlayed);
        writer.WriteString("firstPlayedAt", artist.FirstPlayedAt);
        writer.WriteString("lastPlayedAt", artist.LastPlayedAt);
        writer.WriteString("snapshotAt", time);
        writer.WriteEndObject();
    }
}
