using System.Text.Json;
using SpotifyPlatform.ListeningHistory.Exports;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>
/// Maloja's export: <c>{"scrobbles": [{"time", "track": {"artists", "title", "album": {"albumtitle"}, "length"}, "duration", ...}]}</c>.
/// Older ones name the album <c>name</c>.
/// </summary>
internal static class MalojaJson
{
    private const long MsPerSecond = 1000;

    public static IEnumerable<ScrobbleRow> Read(ScrobblePart part)
    {
        using var document = JsonDocuments.Read(part);
        JsonElement? root = document.RootElement;
        if ((root.Member("scrobbles") ?? root.Member("list")) is not { ValueKind: JsonValueKind.Array } scrobbles)
            throw new ExportRefusedException("no_listens", $"{part.Name} holds no list of scrobbles.");
        foreach (var scrobble in scrobbles.EnumerateArray())
            yield return Read(scrobble);
    }

    private static ScrobbleRow Read(JsonElement? scrobble)
    {
        var track = scrobble.Member("track");
        var album = track.Member("album");
        return scrobble.Number("time") is not { } time
            ? ScrobbleRow.Invalid("it has no time")
            : ScrobbleRow.Of(new Scrobble(
                time, Artists(track), track.Text("title") ?? "", album.Text("albumtitle") ?? album.Text("name"),
                scrobble.Number("duration") * MsPerSecond, track.Number("length") * MsPerSecond, null));
    }

    private static string Artists(JsonElement? track) => track.Member("artists") switch
    {
        { ValueKind: JsonValueKind.Array } artists => string.Join(", ", artists.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.String).Select(a => a.GetString())),
        { ValueKind: JsonValueKind.String } artist => artist.GetString()!,
        _ => "",
    };
}
