using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Consumers;

/// <summary>Stores plays that the Web API reported.</summary>
internal sealed class PlaysObservedConsumer(IImportStores stores, IEnumerable<IListeningChanges> changes) : SingleEventHandler<PlaysObserved>
{
    private const int MaxPlays = 1000;
    private const int MaxTextLength = 1000;
    private const long EarliestMs = 1_136_073_600_000; // 2006-01-01
    private const long LatestMs = 4_102_444_800_000; // 2100-01-01
    private const long MaxDurationMs = 30L * 24 * 3600 * 1000;

    public override async Task<Refusal?> HandleAsync(PlaysObserved message, CancellationToken cancellationToken)
    {
        if (!AccountName.TryParse(message.Account, out var account))
            return new Refusal("bad_account", "The event names no account; its producer has to set one.");
        if (message.Plays.Count > MaxPlays || message.Plays.FirstOrDefault(play => !IsValid(play)) is not null)
            return new Refusal("bad_event", $"The event of account {account} has more than {MaxPlays:N0} plays or one without a plausible time, URI or length.");
        var store = stores.OpenForImport(account);
        var added = await store.ObserveAsync([.. message.Plays.Select(ToDomain)], cancellationToken).ConfigureAwait(false);
        if (added > 0)
            foreach (var change in changes)
                await change.ChangedAsync(store, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static bool IsValid(Contracts.Listening.V1.ObservedPlay play) =>
        play.PlayedAtMs is >= EarliestMs and < LatestMs && play.DurationMs is >= 0 and <= MaxDurationMs
        && play.TrackUri.StartsWith("spotify:", StringComparison.Ordinal)
        && new[] { play.TrackUri, play.TrackName, play.ArtistName, play.AlbumName, play.ContextType, play.ContextUri }.All(text => text.Length <= MaxTextLength);

    private static Store.ObservedPlay ToDomain(Contracts.Listening.V1.ObservedPlay play) => new(
        play.PlayedAtMs, play.TrackUri, OrNull(play.TrackName), OrNull(play.ArtistName), OrNull(play.AlbumName), play.DurationMs,
        OrNull(play.ContextType), OrNull(play.ContextUri));

    private static string? OrNull(string text) => text.Length == 0 ? null : text.Replace('\0', '\uFFFD');
}
