using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>Stores what an account's insights leave out.</summary>
internal interface IExclusionStore
{
    /// <summary>By kind, then value.</summary>
    IReadOnlyList<Exclusion> List(AccountName account);

    /// <summary>Changes them; returns when every figure reflects the change.</summary>
    Task ChangeAsync(AccountName account, Action<ISet<Exclusion>> change, CancellationToken cancellationToken);
}
