using System.Diagnostics.Metrics;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Xref.MusicBrainz;

namespace SpotifyPlatform.Xref;

/// <summary>Instruments of the cross-reference; the service's README lists them.</summary>
internal sealed class XrefMetrics
{
    public const string Name = "SpotifyPlatform.Xref";

    private readonly Counter<long> consumed;
    private readonly Counter<long> produced;
    private readonly Counter<long> dropped;
    private readonly Counter<long> errors;

    public XrefMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        consumed = meter.CreateCounter<long>("pipeline.records.consumed", "{record}", "Lines of a dump read, by member.");
        produced = meter.CreateCounter<long>("pipeline.records.produced", "{record}", "Tracks matched, by method.");
        dropped = meter.CreateCounter<long>("pipeline.records.dropped", "{record}", "Invalid lines of a dump, by member and reason.");
        errors = meter.CreateCounter<long>("pipeline.errors", "{error}", "Dumps refused, by reason.");
    }

    public void Matched(MatchMethod method, long tracks) => produced.Add(tracks, new KeyValuePair<string, object?>("method", method.Name()));

    public void Loaded(DumpReport report)
    {
        foreach (var table in report.Members)
        {
            var member = new KeyValuePair<string, object?>("member", table.Member);
            consumed.Add(table.Lines, member);
            foreach (var (reason, lines) in table.Bad)
                dropped.Add(lines, member, new KeyValuePair<string, object?>("reason", reason));
        }
    }

    public void Refused(string reason) => errors.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
