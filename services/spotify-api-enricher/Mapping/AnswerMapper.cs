using System.Globalization;
using System.Text.Json;
using SpotifyPlatform.SpotifyApiEnricher.WebApi;

namespace SpotifyPlatform.SpotifyApiEnricher.Mapping;

/// <summary>
/// Maps an answer to rows. A function of the answer alone, so that raw answers can be mapped again. Both forms of playlist answers are read:
/// <c>tracks.items[].track</c>, and since 2026 <c>items.items[].item</c>.
/// </summary>
internal static class AnswerMapper
{
    private const long EarliestMs = 1_136_073_600_000; // 2006-01-01
    private const long LatestMs = 4_102_444_800_000; // 2100-01-01

    /// <param name="kind">What the answer is.</param>
    /// <param name="subject">What was asked for (<see cref="ApiCall.Subject"/>).</param>
    /// <param name="body">The JSON of a success; empty for an answer without content.</param>
    public static MappedAnswer Map(ApiKind kind, string subject, ReadOnlyMemory<byte> body)
    {
        var answer = new MappedAnswer();
        if (body.IsEmpty)
            return answer;
        using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = WholeAnswerHandler.MaxDepth });
        var root = json.RootElement;
        var entities = new EntityMapper(answer);
        switch (kind)
        {
            case ApiKind.Me or ApiKind.User:
                Count(answer, entities.User(root) is not null);
                break;
            case ApiKind.RecentlyPlayed:
                Plays(root, answer, entities);
                break;
            case ApiKind.MyPlaylists:
                foreach (var playlist in root.Items("items"))
                    Count(answer, entities.Playlist(playlist) is not null);
                answer.HasNext = root.Text("next") is not null;
                break;
            case ApiKind.Playlist:
                Count(answer, entities.Playlist(root) is not null);
                if (FirstPage(root) is { } page)
                    Items(page, subject, 0, answer, entities);
                break;
            case ApiKind.PlaylistItems:
                var space = subject.LastIndexOf(' ');
                Items(root, subject[..space], int.Parse(subject.AsSpan(space + 1), CultureInfo.InvariantCulture), answer, entities);
                break;
            case ApiKind.FollowedUsers:
                foreach (var user in (root.Member("users") ?? root).Items("items"))
                    Count(answer, entities.User(user) is not null);
                break;
            case ApiKind.Artists:
                Requested(root.Items("artists"), subject, answer, (item, id) => entities.Artist(item, id) is not null);
                break;
            case ApiKind.Tracks:
                Requested(root.Items("tracks"), subject, answer, (item, id) => entities.Track(item, id) is not null);
                break;
            case ApiKind.Artist:
                Requested([root], subject, answer, (item, id) => entities.Artist(item, id) is not null);
                break;
            case ApiKind.Track:
                Requested([root], subject, answer, (item, id) => entities.Track(item, id) is not null);
                break;
            case ApiKind.ArtistSearch:
                Search(root, subject, answer, entities);
                break;
        }

        return answer;
    }

    /// <summary>The page of items that a playlist comes with; a number of tracks without items is none.</summary>
    private static JsonElement? FirstPage(JsonElement playlist)
    {
        foreach (var name in new[] { "items", "tracks" })
            if (playlist.Member(name) is { } page && page.Member("items") is { ValueKind: JsonValueKind.Array })
                return page;
        return null;
    }

    private static void Plays(JsonElement root, MappedAnswer answer, EntityMapper entities)
    {
        foreach (var item in root.Items("items"))
        {
            var playedAt = Time(item.Text("played_at"));
            var track = playedAt is null || (item.Member("track") ?? item.Member("item")) is not { } json ? null : entities.Track(json);
            Count(answer, track is not null);
            if (track is null)
                continue;
            var context = item.Member("context");
            answer.Plays.Add(new MappedPlay(track.Id, playedAt!.Value, context?.Text("type"), context?.Text("uri")));
        }
    }

    private static void Items(JsonElement page, string playlist, int offset, MappedAnswer answer, EntityMapper entities)
    {
        var items = new List<MappedItem>();
        foreach (var item in page.Items("items"))
            items.Add(Item(item, offset + items.Count, entities));
        answer.Fetched += items.Count;
        answer.HasNext = page.Text("next") is not null;
        answer.Page = new MappedPage(playlist, offset, items, !answer.HasNext);
    }

    private static MappedItem Item(JsonElement item, int position, EntityMapper entities)
    {
        var (addedAt, addedBy) = (item.Text("added_at"), item.Member("added_by")?.Text("id"));
        if ((item.Member("item") ?? item.Member("track")) is not { } json)
            return new MappedItem(position, "vanished", null, null, addedAt, addedBy);
        if (json.Text("type") == "episode")
            return new MappedItem(position, "episode", json.Id(), null, addedAt, addedBy);
        var track = entities.Track(json);
        var kind = track switch { null => "vanished", { IsLocal: true } => "local", _ => "track" };
        return new MappedItem(position, kind, track?.Id, track?.RelinkedId, addedAt, addedBy);
    }

    /// <summary>Answers come in the order of the ids that were asked for; a null says that its id is not found.</summary>
    private static void Requested(IEnumerable<JsonElement> items, string subject, MappedAnswer answer, Func<JsonElement, string, bool> map)
    {
        foreach (var (id, item) in subject.Split(',').Zip(items))
        {
            if (item.ValueKind == JsonValueKind.Null)
                answer.Requested.Add((id, Found: false));
            else if (map(item, id))
                answer.Requested.Add((id, Found: true));
            Count(answer, item.ValueKind is JsonValueKind.Null or JsonValueKind.Object);
        }
    }

    /// <summary>The artist of exactly that name; of several, the one that more people hear.</summary>
    private static void Search(JsonElement root, string name, MappedAnswer answer, EntityMapper entities)
    {
        var found = (root.Member("artists") ?? root).Items("items")
            .Where(artist => string.Equals(artist.Text("name"), name, StringComparison.OrdinalIgnoreCase) && artist.Id() is not null)
            .OrderByDescending(artist => artist.Count("popularity") ?? 0)
            .ThenByDescending(artist => artist.Member("followers")?.Count("total") ?? 0)
            .Cast<JsonElement?>().FirstOrDefault();
        answer.Fetched = (root.Member("artists") ?? root).Items("items").Count();
        if (found is not { } artist)
            return;
        answer.SearchedArtist = entities.Artist(artist);
        answer.Requested.Add((answer.SearchedArtist!, Found: true));
    }

    private static long? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time.ToUnixTimeMilliseconds() is >= EarliestMs and < LatestMs and var ms ? ms : null;

    private static void Count(MappedAnswer answer, bool isMapped)
    {
        answer.Fetched++;
        if (!isMapped)
            answer.Malformed++;
    }
}
