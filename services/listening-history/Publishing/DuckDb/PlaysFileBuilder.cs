using DuckDB.NET.Data;
using Microsoft.Extensions.Options;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Store;

namespace SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

/// <summary>Builds a file with every table, index and view from one consistent view of an account's rows.</summary>
internal sealed class PlaysFileBuilder(ITrackMetadataSource metadata, IOptions<PublishingOptions> options, TimeProvider clock)
{
    public async Task BuildAsync(string path, IListeningStore store, IReadOnlyCollection<Exclusion> exclusions, CancellationToken cancellationToken)
    {
        using var connection = DuckDbFile.Create(path, options.Value);
        foreach (var table in PublishedSchema.Tables)
            connection.Execute(table.Create("main"));
        WritePublication(connection, store);
        RowAppender.Append(connection, store.ReadRows(cancellationToken));
        connection.Execute(PublishedSchema.FillPlays("main", "TRUE"));
        using (var appender = connection.CreateAppender("exclusions"))
        {
            foreach (var exclusion in exclusions)
                appender.CreateRow().AppendValue(exclusion.KindName).AppendValue(exclusion.Value).EndRow();
        }

        await new MetadataTables(metadata).FillAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var index in PublishedSchema.Tables.SelectMany(table => table.CreateIndexes("main")))
            connection.Execute(index);
        connection.Execute(InsightViews.PlaysTable);
        foreach (var view in InsightViews.Definitions())
            connection.Execute(view);
        cancellationToken.ThrowIfCancellationRequested();
        connection.Execute("CHECKPOINT");
    }

    private void WritePublication(DuckDBConnection connection, IListeningStore store)
    {
        var settings = store.Settings;
        using var appender = connection.CreateAppender("publication");
        // Without its type the constant 1 is taken as a byte, and three bytes of the column keep what was in memory.
        appender.CreateRow()
            .AppendValue(store.Account.Value).AppendValue(store.Revision).AppendValue(clock.GetUtcNow().UtcDateTime).AppendValue((int?)PublishedSchema.Version)
            .AppendValue(settings.TimeZone).AppendValue(settings.MinPlayMs).AppendValue(settings.CountsShortTracks)
            .AppendValue(settings.DatesByStart).EndRow();
    }
}
