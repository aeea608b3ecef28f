using System.Data.Common;
using Apache.Arrow.Ipc;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;

namespace SpotifyPlatform.ListeningHistory.Publishing;

/// <summary>The published tables as they are, to be copied elsewhere.</summary>
internal interface IPublishedTables
{
    /// <summary>The account's newest publication, as often as it is to be read at once.</summary>
    /// <exception cref="NoPlaysPublishedException">The account has none.</exception>
    IReadOnlyList<ITablesSnapshot> OpenTables(AccountName account, int count);
}

internal static class PublishedTablesExtensions
{
    /// <inheritdoc cref="IPublishedTables.OpenTables"/>
    public static ITablesSnapshot OpenTables(this IPublishedTables published, AccountName account) => published.OpenTables(account, 1)[0];
}

/// <summary>One publication: every query sees the same rows.</summary>
internal interface ITablesSnapshot : IDisposable
{
    /// <summary>Rows are streamed; one reader at a time.</summary>
    DbDataReader Query(string sql);

    /// <summary>The same by columns, many rows at a time: for whole tables.</summary>
    IArrowArrayStream ReadBatches(string sql);
}
