using System.Globalization;
using Google.Protobuf.Collections;
using Spectre.Console;
using SpotifyPlatform.Contracts.Lookup.V1;

namespace SpotifyPlatform.Platform.Output;

/// <summary>Formats answers as tables.</summary>
internal static class TrackTables
{
    private const int ShownReasons = 4;

    public static void Write(Track track, Features? features, Analysis? analysis)
    {
        var facts = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn("");
        Row(facts, "track", $"{track.Name}  ({track.SpotifyId})");
        Row(facts, "artists", string.Join(", ", track.Artists.Select(artist => artist.Name)));
        Row(facts, "album", $"{track.Album}, {track.ReleaseDate}");
        Row(facts, "ISRC", track.Isrc.Length > 0 ? track.Isrc : "none");
        Row(facts, "MBID", Match(track.Match));
        Row(facts, "popularity", $"{(track.HasPopularity ? $"{track.Popularity}" : "unknown")}{(track.Explicit ? ", explicit" : "")}");
        Row(facts, "genres", string.Join(", ", track.Genres));
        Row(facts, "features", features is null ? "none" : Describe(features));
        Row(facts, "sounds like", features is null ? "" : Genres(features));
        Row(facts, "analysis", analysis is null ? "not in a loaded shard" : Describe(analysis));
        Row(facts, "source", string.Join(", ", new[] { track.Source, features?.Source, analysis?.Source }.OfType<Source>().Select(Name).Distinct()));
        AnsiConsole.Write(facts);
        Caveats(features?.Caveats ?? []);
        if (analysis is not null)
            AnsiConsole.Write(Sections(analysis));
    }

    public static void Write(ArtistMetadata artist)
    {
        var facts = new Table().NoBorder().HideHeaders().AddColumn("").AddColumn("");
        Row(facts, "artist", $"{artist.Name}  ({artist.SpotifyId})");
        Row(facts, "genres", artist.Genres.Count > 0 ? string.Join(", ", artist.Genres) : "none known");
        Row(facts, "popularity", artist.HasPopularity ? $"{artist.Popularity}" : "unknown");
        Row(facts, "followers", artist.HasFollowers ? artist.Followers.ToString("N0", CultureInfo.InvariantCulture) : "unknown");
        foreach (var image in artist.Images)
            Row(facts, "image", $"{image.Url}{(image.HasWidth && image.HasHeight ? $"  ({image.Width} x {image.Height})" : "")}");
        Row(facts, "source", artist.FetchedAtMs == 0
            ? Name(artist.Source)
            : $"{Name(artist.Source)}, {DateTimeOffset.FromUnixTimeMilliseconds(artist.FetchedAtMs).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC");
        AnsiConsole.Write(facts);
    }

    public static void Write(FindSimilarResponse found)
    {
        var table = new Table().Title($"Similar to {found.SpotifyId} ({Name(found.Source)})").AddColumns("track", "artist", "id");
        table.AddColumn(new TableColumn("cosine").RightAligned());
        foreach (var hit in found.Similar)
            table.AddRow(Text(hit.Name), Text(hit.Artist), Text(hit.SpotifyId), Text(Number(hit.Score, 6)));
        AnsiConsole.Write(table);
        foreach (var hit in found.Similar.Where(hit => hit.Explanation is not null))
        {
            Line($"{hit.Name}: {string.Join("; ", hit.Explanation.Agreements.Take(ShownReasons))}");
            if (hit.Explanation.Differences.Count > 0)
                Line($"  but {string.Join("; ", hit.Explanation.Differences.Take(ShownReasons))}");
        }

        Caveats(found.Caveats);
    }

    public static void Write(FindCooccurringResponse found)
    {
        var table = new Table().Title($"In playlists with {found.SpotifyId} ({Name(found.Source)})").AddColumns("track", "artist", "id");
        foreach (var column in new[] { "count", "PMI", "Jaccard", "score" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var pair in found.Cooccurring)
        {
            table.AddRow(
                Text(pair.Name), Text(pair.Artist), Text(pair.SpotifyId), Text(pair.Count.ToString(CultureInfo.InvariantCulture)),
                Text(Number(pair.Pmi, 4)), Text(Number(pair.Jaccard, 4)), Text(Number(pair.Score, 4)));
        }

        AnsiConsole.Write(table);
    }

    private static string Genres(Features features) =>
        features.DetectedGenres.Count == 0 ? "no genre detected" : string.Join(", ", features.DetectedGenres.Select(genre => $"{genre.Name} {Number(genre.Similarity, 2)}"));

    private static string Match(Match? match) => match switch
    {
        null => "not matched yet",
        { Mbid: "" } => "none: not in MusicBrainz",
        _ => $"{match.Mbid}  ({match.Method}, confidence {Number(match.Confidence, 2)})",
    };

    private static string Describe(Features f) => string.Join(", ", new[]
    {
        Of("tempo", f.HasTempo, f.Tempo), Of("energy", f.HasEnergy, f.Energy), Of("danceability", f.HasDanceability, f.Danceability),
        Of("valence", f.HasValence, f.Valence), Of("acousticness", f.HasAcousticness, f.Acousticness),
        Of("instrumentalness", f.HasInstrumentalness, f.Instrumentalness), Of("speechiness", f.HasSpeechiness, f.Speechiness),
        Of("liveness", f.HasLiveness, f.Liveness), Of("loudness", f.HasLoudness, f.Loudness), Of("key", f.HasKey, f.Key),
        Of("mode", f.HasMode, f.Mode), Of("time signature", f.HasTimeSignature, f.TimeSignature),
    }.OfType<string>());

    private static string Describe(Analysis a) =>
        $"{Number(a.Duration, 2)} s, {Number(a.Tempo, 2)} BPM, key {a.Key}, mode {a.Mode}, {Number(a.Loudness, 2)} dB, {a.Sections.Count} sections";

    private static Table Sections(Analysis analysis)
    {
        var table = new Table().Title("Sections").AddColumns("#", "start s", "duration s", "loudness dB", "tempo BPM", "key", "mode");
        foreach (var s in analysis.Sections)
        {
            table.AddRow(
                Text(s.SectionIndex.ToString(CultureInfo.InvariantCulture)), Text(Number(s.Start, 5)), Text(Number(s.Duration, 5)),
                Text(Number(s.Loudness, 3)), Text(Number(s.Tempo, 3)), Text(s.Key.ToString(CultureInfo.InvariantCulture)),
                Text(s.Mode.ToString(CultureInfo.InvariantCulture)));
        }

        return table;
    }

    private static string? Of(string name, bool has, double value) => has ? $"{name} {Number(value, 4)}" : null;

    private static string Name(Source source) => source.ToString().ToLowerInvariant();

    private static string Number(double value, int digits) => Math.Round(value, digits).ToString(CultureInfo.InvariantCulture);

    private static void Row(Table table, string name, string value) => table.AddRow(new Markup($"[bold]{name}[/]"), Text(value));

    private static void Caveats(RepeatedField<string> caveats)
    {
        if (caveats.Count > 0)
            Line($"Note: {string.Join(' ', caveats)}");
    }

    private static void Line(string text)
    {
        AnsiConsole.Write(Text(text));
        AnsiConsole.WriteLine();
    }

    /// <summary>Names are untrusted input: they are never parsed as markup, and control characters are replaced.</summary>
    private static Text Text(string value) => new(string.Concat(value.Select(c => char.IsControl(c) ? '\uFFFD' : c)));
}
