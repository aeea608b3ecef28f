using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Lake;
using SpotifyPlatform.Lake.Listening;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.ListeningHistory.Publishing;

namespace SpotifyPlatform.Platform.Hosting;

/// <summary>The listening statistics of an account's published plays. Plays that insights leave out are left out here too.</summary>
internal sealed class AccountListening(IPublishedTables published, IOptions<LakeOptions> options) : IArtistListeningSource
{
    private const string Statistics = """
        SELECT p.artist_name, min(a.artist_id), count(*), count(DISTINCT p.recording), CAST(sum(p.ms_played) AS BIGINT), min(r.ts_utc), max(r.ts_utc)
        FROM insight_plays p
        JOIN plays r ON r.play_id = p.play_id
        LEFT JOIN artists a ON a.artist_name = p.artist_name
        WHERE p.artist_name IS NOT NULL AND NOT p.suspected_duplicate
        GROUP BY p.artist_name
        ORDER BY p.artist_name
        """;

    public async IAsyncEnumerable<ArtistListening> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Open() is not { } snapshot)
            yield break;
        using (snapshot)
        {
            await using var reader = snapshot.Query(Statistics);
            while (await reader.ReadAsync(cancellationToken))
                yield return new ArtistListening(
                    reader.GetString(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4),
                    Utc(reader.GetDateTime(5)), Utc(reader.GetDateTime(6)));
        }
    }

    private ITablesSnapshot? Open()
    {
        try
        {
            return published.OpenTables(AccountName.Parse(options.Value.Account));
        }
        catch (NoPlaysPublishedException)
        {
            return null;
        }
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
