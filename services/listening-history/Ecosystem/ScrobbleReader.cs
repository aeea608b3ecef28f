using System.Text;
using SpotifyPlatform.ListeningHistory.Exports;

namespace SpotifyPlatform.ListeningHistory.Ecosystem;

/// <summary>Reads files of other services into scrobbles. Invalid rows are reported and do not end the import.</summary>
internal sealed class ScrobbleReader
{
    private const long EarliestListen = 1_033_430_400; // 2002-10-01: no service is older.

    private readonly List<Scrobble> scrobbles = [];
    private readonly List<(int Row, string Reason)> invalid = [];
    private readonly long latest;
    private int row;

    private ScrobbleReader(TimeProvider clock) => latest = clock.GetUtcNow().ToUnixTimeSeconds() + (24 * 3600);

    /// <exception cref="ExportRefusedException">The file as a whole cannot be read.</exception>
    public static ScrobbleFile Read(string path, ScrobbleFormat format, TimeProvider clock, CancellationToken cancellationToken)
    {
        var reader = new ScrobbleReader(clock);
        foreach (var part in ScrobbleParts.Open(path, format))
        {
            using var text = new StreamReader(part.Stream, Encoding.UTF8);
            var rows = format switch
            {
                ScrobbleFormat.LastFm => LastFmCsv.Read(text),
                ScrobbleFormat.Maloja => MalojaJson.Read(part),
                _ => ListenBrainzJson.Read(part, text),
            };
            foreach (var scrobble in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                reader.Take(scrobble);
            }
        }

        return new ScrobbleFile(Path.GetFileName(path), reader.scrobbles, reader.invalid);
    }

    /// <exception cref="ExportRefusedException">There are more than any real history has.</exception>
    private void Take(ScrobbleRow read)
    {
        row++;
        var reason = read.Reason ?? Check(read.Scrobble!);
        if (reason is not null)
            invalid.Add((row, reason));
        else
            scrobbles.Add(read.Scrobble!);
        if (row > ScrobbleLimits.MaxScrobbles)
            throw new ExportRefusedException("too_many_rows", $"There are more than {ScrobbleLimits.MaxScrobbles:N0} listens. Split the file, then import its parts.");
    }

    private string? Check(Scrobble scrobble) => scrobble switch
    {
        { ListenedAt: < EarliestListen } => "it lies before October 2002",
        _ when scrobble.ListenedAt > latest => "it lies in the future",
        { Artist.Length: 0 } or { Track.Length: 0 } => "it names no artist or no track",
        { Artist.Length: > ScrobbleLimits.MaxNameChars } or { Track.Length: > ScrobbleLimits.MaxNameChars } or { Album.Length: > ScrobbleLimits.MaxNameChars } =>
            $"it has a name of more than {ScrobbleLimits.MaxNameChars} characters",
        _ => null,
    };
}

/// <summary>A row that was read, or the reason why it is invalid.</summary>
internal readonly record struct ScrobbleRow(Scrobble? Scrobble, string? Reason)
{
    public static ScrobbleRow Of(Scrobble scrobble) => new(scrobble, null);

    public static ScrobbleRow Invalid(string reason) => new(null, reason);
}
