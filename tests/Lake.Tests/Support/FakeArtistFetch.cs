using System.Globalization;
using SpotifyPlatform.Lake.Fetch;

namespace SpotifyPlatform.Lake.Tests.Support;

/// <summary>A fake of the Web API's client: it knows every artist but those named "Gone".</summary>
internal sealed class FakeArtistFetch(TimeProvider clock) : IArtistFetch
{
    public List<string> Asked { get; } = [];

    /// <summary>Thrown in place of an answer, once.</summary>
    public Exception? Fault { get; set; }

    public Task<FetchedArtists> FetchAsync(FetchRequest request, string folder, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            Fault = null;
            throw fault;
        }

        var artists = request.Artists;
        Asked.AddRange(artists.Select(artist => artist.Name));
        var known = artists.Where(artist => artist.Name != "Gone").ToList();
        var now = clock.GetUtcNow();
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMddTHHmmssfff}_artist_enrichment.jsonl"));
        File.WriteAllLines(path, known.Select((artist, i) => new ArtistRow(artist.Id ?? ArtistRow.IdOf(1000 + i), artist.Name, now) { Genres = ["fetched"] }.ToString()));
        progress?.Report(new FetchProgress(artists.Count, artists.Count));
        return Task.FromResult(new FetchedArtists(path, known.Count, [.. artists.Except(known).Select(artist => artist.Id ?? artist.Name)]));
    }

    public Task<TimeSpan> EstimateAsync(FetchRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(TimeSpan.FromSeconds(request.Artists.Count));
}
