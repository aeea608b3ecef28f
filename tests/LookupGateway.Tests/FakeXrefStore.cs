using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Tests;

/// <summary>Matches in memory, all equally popular.</summary>
internal sealed class FakeXrefStore : IXrefStore
{
    private readonly SortedDictionary<TrackId, TrackMatch> matches = [];

    public void Put(TrackMatch match) => matches[match.Id] = match;

    public Task<IReadOnlyList<TrackMatch>> GetAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) => Where(match => ids.Contains(match.Id));

    public Task<IReadOnlyList<TrackMatch>> FindByIsrcAsync(Isrc isrc, CancellationToken cancellationToken) => Where(match => match.Isrc == isrc);

    public Task<IReadOnlyList<TrackMatch>> FindByMbidAsync(Mbid mbid, CancellationToken cancellationToken) => Where(match => match.Mbid == mbid);

    public Task<IReadOnlyDictionary<MatchMethod, long>> CountByMethodAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<MatchMethod, long>>(Enum.GetValues<MatchMethod>().ToDictionary(method => method, method => matches.Values.LongCount(match => match.Method == method)));

    private Task<IReadOnlyList<TrackMatch>> Where(Func<TrackMatch, bool> isWanted) => Task.FromResult<IReadOnlyList<TrackMatch>>([.. matches.Values.Where(isWanted)]);
}
