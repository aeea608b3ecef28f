using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;
using Exclusion = SpotifyPlatform.ListeningHistory.Insights.Exclusion;

namespace SpotifyPlatform.ListeningHistory.Api;

/// <summary>The exclusions as requests and responses of the contract.</summary>
internal sealed class ExclusionApi(IExclusionStore exclusions)
{
    private const int MaxValueLength = 1000;
    private const string TrackPrefix = "spotify:track:";

    public ListExclusionsResponse List(AccountName account) => new()
    {
        Exclusions =
        {
            exclusions.List(account).Select(exclusion => new Contracts.Listening.V1.Exclusion
            {
                Kind = exclusion.Kind == ExcludedKind.Artist ? ExclusionKind.Artist : ExclusionKind.Track,
                Value = exclusion.Value,
            }),
        },
    };

    /// <exception cref="MalformedInsightException">The exclusion names nothing, or there are too many.</exception>
    public Task AddAsync(AccountName account, Contracts.Listening.V1.Exclusion? exclusion, CancellationToken cancellationToken)
    {
        var added = Read(exclusion);
        return exclusions.ChangeAsync(account, set => set.Add(added), cancellationToken);
    }

    /// <inheritdoc cref="AddAsync"/>
    public Task RemoveAsync(AccountName account, Contracts.Listening.V1.Exclusion? exclusion, CancellationToken cancellationToken)
    {
        var removed = Read(exclusion);
        return exclusions.ChangeAsync(account, set => set.Remove(removed), cancellationToken);
    }

    private static Exclusion Read(Contracts.Listening.V1.Exclusion? exclusion) => exclusion switch
    {
        { Kind: ExclusionKind.Artist, Value.Length: > 0 and <= MaxValueLength } => new(ExcludedKind.Artist, exclusion.Value),
        { Kind: ExclusionKind.Track, Value.Length: <= MaxValueLength } when exclusion.Value.StartsWith(TrackPrefix, StringComparison.Ordinal) =>
            new(ExcludedKind.Track, exclusion.Value),
        _ => throw new MalformedInsightException(
            $"An exclusion is an artist's name as plays write it, or a URI that begins with {TrackPrefix}, of at most {MaxValueLength} characters."),
    };
}
