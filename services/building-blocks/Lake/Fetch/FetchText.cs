using System.Globalization;

namespace SpotifyPlatform.Lake.Fetch;

/// <summary>Outcomes of a fetch in words.</summary>
internal static class FetchText
{
    public static string Describe(FetchedArtists fetched) =>
        string.Create(CultureInfo.InvariantCulture, $"{fetched.Count:N0} artists fetched{(fetched.File is { } file ? $" into {Path.GetFileName(file)}" : "")}.")
        + (fetched.NotEnriched.Count == 0 ? "" : " " + NotEnriched(fetched.NotEnriched));

    private static string NotEnriched(IReadOnlyList<string> artists) => string.Create(
        CultureInfo.InvariantCulture,
        $"Could not enrich {artists.Count:N0} artists: {string.Join(", ", artists)}. Spotify does not have them any more, or does not show them; verify the ids on open.spotify.com. This is no rate limit: one is reported with the time at which it ends.");
}
