namespace SpotifyPlatform.SpotifyApiEnricher.Quotas;

/// <summary>How much of the day's requests a request may use; higher ones find requests left when lower ones do not.</summary>
internal enum RequestPriority
{
    /// <summary>Enrichment of everything.</summary>
    Backfill,

    /// <summary>Enrichment that somebody asked for.</summary>
    Requested,

    /// <summary>Jobs of accounts: plays that are not taken in time are lost.</summary>
    Job,
}
