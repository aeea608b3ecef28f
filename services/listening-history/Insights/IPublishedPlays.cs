using System.Data.Common;
using SpotifyPlatform.ListeningHistory.Accounts;

namespace SpotifyPlatform.ListeningHistory.Insights;

/// <summary>The published files that insights read.</summary>
internal interface IPublishedPlays
{
    /// <summary>The account's newest publication: every read on it sees the same plays, whatever is published meanwhile.</summary>
    /// <exception cref="NoPlaysPublishedException">The account has none.</exception>
    IPlaysSnapshot Open(AccountName account);
}

/// <summary>One publication of one account.</summary>
internal interface IPlaysSnapshot : IDisposable
{
    /// <summary>IANA name of the time zone of the publication's dates and hours.</summary>
    string TimeZone { get; }

    /// <summary>Runs a statement.</summary>
    /// <param name="parameters">A value for every parameter of the statement.</param>
    /// <param name="read">Reads all its rows.</param>
    TRows Read<TRows>(
        InsightStatement statement, IReadOnlyDictionary<string, object> parameters, Func<DbDataReader, TRows> read, CancellationToken cancellationToken);
}
