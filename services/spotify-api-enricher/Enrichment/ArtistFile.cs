using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SpotifyPlatform.Artifacts.Durable;
using SpotifyPlatform.SpotifyApiEnricher.Store;

namespace SpotifyPlatform.SpotifyApiEnricher.Enrichment;

/// <summary>
/// Writes <c>{timestamp}_artist_enrichment.jsonl</c>, one artist a line with the fields of artist-enrichment.md. A file appears whole or not at
/// all; a kill after that writes its artists into the next file too, where the latest wins.
/// </summary>
internal sealed class ArtistFile(IOutbox outbox, TimeProvider time)
{
    public const string Suffix = "_artist_enrichment.jsonl";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>Null where no artist waits for a file.</returns>
    public async Task<ArtistFileResult?> WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var artists = outbox.ListUnwritten();
        if (artists.Count == 0)
            return null;
        Directory.CreateDirectory(folder);
        var path = Unused(folder);
        using (var staged = new StagedFile(path))
        {
            foreach (var artist in artists)
            {
                using (var json = new Utf8JsonWriter(staged.Stream, Json))
                    WriteLine(json, artist);
                staged.Stream.WriteByte((byte)'\n');
            }

            staged.Publish();
        }

        await outbox.RemoveAsync(OutboxList.ArtistFile, [.. artists.Select(artist => (artist.Id, artist.EnrichedAt))], cancellationToken).ConfigureAwait(false);
        return new ArtistFileResult(path, artists.Count);
    }

    private string Unused(string folder)
    {
        for (var at = time.GetUtcNow(); ; at += TimeSpan.FromMilliseconds(1))
        {
            var path = Path.Combine(folder, at.ToString("yyyyMMddTHHmmssfff", CultureInfo.InvariantCulture) + Suffix);
            if (!File.Exists(path))
                return path;
        }
    }

    private static void WriteLine(Utf8JsonWriter json, EnrichedArtist artist)
    {
        json.WriteStartObject();
        json.WriteString("artistId", artist.Id);
        json.WriteString("artistName", artist.Name);
        json.WriteStartArray("genres");
        foreach (var genre in artist.Genres)
            json.WriteStringValue(genre);
        json.WriteEndArray();
        WriteNumber(json, "popularity", artist.Popularity);
        WriteNumber(json, "followerCount", artist.Followers);
        json.WriteStartArray("images");
        using (var images = JsonDocument.Parse(artist.ImagesJson))
        {
            foreach (var image in images.RootElement.EnumerateArray())
            {
                json.WriteStartObject();
                foreach (var name in new[] { "url", "height", "width" })
                {
                    json.WritePropertyName(name);
                    image.GetProperty(name).WriteTo(json);
                }

                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteStartObject("externalUrls");
        json.WriteString("spotify", $"https://open.spotify.com/artist/{artist.Id}");
        json.WriteEndObject();
        json.WriteString("enrichedAt", artist.EnrichedAt);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }
}

internal sealed record ArtistFileResult(string Path, int Artists);
