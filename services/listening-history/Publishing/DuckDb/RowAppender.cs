using DuckDB.NET.Data;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Publishing.DuckDb;

/// <summary>Writes rows into <c>listening_rows</c>, in the order of its columns.</summary>
internal static class RowAppender
{
    public static void Append(DuckDBConnection connection, IEnumerable<PlayRow> rows)
    {
        using var appender = connection.CreateAppender("listening_rows");
        foreach (var row in rows)
        {
            var local = row.Local;
            appender.CreateRow()
                .AppendValue(row.PlayId).AppendValue(row.Account.Value).AppendValue(row.TsUtc).AppendValue(local.Date).AppendValue((short)local.Year)
                .AppendValue((short)local.Month).AppendValue(local.YearMonth).AppendValue((short)local.DayOfWeek).AppendValue((short)local.Hour)
                .AppendValue(row.StartedAtUtc).AppendValue(row.MsPlayed).AppendValue(row.TrackName).AppendValue(row.ArtistName)
                .AppendValue(row.AlbumName).AppendValue(row.SpotifyTrackUri).AppendValue(Name(row.ContentKind)).AppendValue(row.Platform)
                .AppendValue(row.ConnCountry).AppendValue(row.ReasonStart).AppendValue(row.ReasonEnd).AppendValue(row.Shuffle).AppendValue(row.Skipped)
                .AppendValue(row.Offline).AppendValue(row.IncognitoMode).AppendValue(row.SuspectedDuplicate).AppendValue(Name(row.Source))
                .AppendValue(row.ImportId).AppendValue(Name(row.Outcome)).EndRow();
        }
    }

    private static string Name(ContentKind kind) => kind switch
    {
        ContentKind.Music => "music",
        ContentKind.Podcast => "podcast",
        ContentKind.Audiobook => "audiobook",
        ContentKind.Video => "video",
        ContentKind.Local => "local",
        _ => "unknown",
    };

    private static string Name(PlaySource source) => source switch
    {
        PlaySource.Extended => "extended",
        PlaySource.AccountData => "short",
        PlaySource.Scrobble => "scrobble",
        _ => "api",
    };

    private static string Name(PlayOutcome outcome) => outcome switch
    {
        PlayOutcome.Play => "play",
        PlayOutcome.TooShort => "short",
        PlayOutcome.Podcast => "podcast",
        PlayOutcome.Audiobook => "audiobook",
        PlayOutcome.Video => "video",
        PlayOutcome.Local => "local",
        PlayOutcome.Superseded => "superseded",
        _ => "unknown",
    };
}
