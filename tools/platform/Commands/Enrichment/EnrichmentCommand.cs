using System.CommandLine;

namespace SpotifyPlatform.Platform.Commands.Enrichment;

/// <summary><c>platform enrichment</c>: metadata of artists from the Web API, in lake and hub tables.</summary>
internal static class EnrichmentCommand
{
    public static Command Create()
    {
        var command = new Command("enrichment", """
            Metadata of artists from the Web API: from fetched files to lake and hub tables, and reports on them.

            Example:
              platform enrichment listening --env dev
              platform enrichment fetch --mode backfill --dry-run
              platform enrichment upload ./output --env dev
              platform enrichment ingest --config artist_enrichment --env dev
              platform models run lake_spotify__stg_artist_enrichment+
              platform enrichment coverage
            """)
        {
            FetchCommand.Create(),
            IngestCommands.Listening(),
            IngestCommands.Upload(),
            IngestCommands.Ingest(),
            WeeklyCommand.Create(),
        };
        foreach (var report in ReportCommands.All())
            command.Add(report);
        return command;
    }
}
