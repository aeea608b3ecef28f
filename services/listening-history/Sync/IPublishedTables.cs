using System.Data.Common;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Sync;

/// <summary>The published tables as they are, to be copied elsewhere.</summary>
internal interface IPublishedTables
{
    /// <summary>The account's newest publication.</summary>
    /// <exception cref="NoPlaysPublishedException">The account has none.</exception>
    ITablesSnapshot OpenTables(AccountName account);
}

/// <summary>One publication: every query sees the same rows.</summary>
internal interface ITablesSnapshot : IDisposable
{
    /// <summary>Rows are streamed; one reader at a time.</summary>
    DbDataReader Query(string sql);
}
