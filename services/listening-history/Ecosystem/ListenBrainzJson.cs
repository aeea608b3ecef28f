using System.Text.Json;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>
/// ListenBrainz's listens (https://listenbrainz.readthedocs.io/en/latest/users/json.html): one per line in the user's data export, an array
/// in older ones, <c>payload</c> in submissions, <c>payload.listens</c> in answers of the API.
/// </summary>
internal static class ListenBrainzJson
{
    private const long MsPerSecond = 1000;

    public static IEnumerable<ScrobbleRow> Read(ScrobblePart part, TextReader text) => part.IsLines ? ReadLines(text) : ReadDocument(part);

    private static IEnumerable<ScrobbleRow> ReadLines(TextReader text)
    {
        foreach (var line in BoundedLines.Read(text))
        {
            if (string.IsNullOrWhiteSpace(line.Text))
                continue;
            using var document = line.IsWhole ? JsonDocuments.TryRead(line.Text) : null;
            yield return document is null ? ScrobbleRow.Invalid(line.IsWhole ? "it is not JSON" : "it is longer than a listen can be") : Read(document.RootElement);
        }
    }

    private static IEnumerable<ScrobbleRow> ReadDocument(ScrobblePart part)
    {
        using var document = JsonDocuments.Read(part);
        JsonElement? root = document.RootElement;
        var payload = root.Member("payload");
        var listens = payload.Member("listens") ?? payload ?? root;
        if (listens is not { ValueKind: JsonValueKind.Array } array)
            throw new Exports.ExportRefusedException("no_listens", $"{part.Name} holds no list of listens.");
        foreach (var listen in array.EnumerateArray())
            yield return Read(listen);
    }

    private static ScrobbleRow Read(JsonElement? listen)
    {
        var track = listen.Member("track_metadata");
        var info = track.Member("additional_info");
        return listen.Number("listened_at") is not { } at
            ? ScrobbleRow.Invalid("it has no listened_at")
            : ScrobbleRow.Of(new Scrobble(
                at, track.Text("artist_name") ?? "", track.Text("track_name") ?? "", track.Text("release_name"),
                info.Number("duration_played") * MsPerSecond, info.Number("duration_ms") ?? info.Number("duration") * MsPerSecond,
                Uri(info.Text("spotify_id") ?? info.Text("origin_url"))));
    }

    /// <summary>Reads the link of a Spotify track in each of its forms.</summary>
    private static string? Uri(string? link) =>
        link is not null && link.Contains("spotify", StringComparison.OrdinalIgnoreCase) && TrackId.TryParseAny(link, out var id) ? $"spotify:track:{id}" : null;
}
