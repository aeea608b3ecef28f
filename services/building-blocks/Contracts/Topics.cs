using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Contracts.Analysis.V1;
using SpotifyPlatform.Contracts.Enrichment.V1;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.Contracts.Mining.V1;
using SpotifyPlatform.Contracts.Schedule.V1;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Contracts.Vectors.V1;

namespace SpotifyPlatform.Contracts;

/// <summary>Every topic, in the order in which data flow; the table in <c>protos/README.md</c> says who publishes and who consumes.</summary>
public static class Topics
{
    public static readonly Topic<FileVerified> FileVerified = new(
        "acquisition.file.verified.v1", TopicClass.Announcement, 64, Acquisition.V1.FileVerified.Parser, message => $"{message.DataSet}/{message.Slot}");

    public static readonly Topic<FileWithdrawn> FileWithdrawn = new(
        "acquisition.file.withdrawn.v1", TopicClass.Announcement, 64, Acquisition.V1.FileWithdrawn.Parser, message => $"{message.DataSet}/{message.Slot}");

    public static readonly Topic<ShardExtracted> ShardExtracted = new(
        "analysis.shard.extracted.v1", TopicClass.Announcement, 64, Analysis.V1.ShardExtracted.Parser, message => message.Shard);

    public static readonly Topic<GenerationPublished> TableGenerationPublished = new(
        "tables.generation.published.v1", TopicClass.Announcement, 4, GenerationPublished.Parser, message => message.Table);

    public static readonly Topic<TracksAccessed> TracksAccessed = new(
        "lookup.track.accessed.v1", TopicClass.Observation, 16, Lookup.V1.TracksAccessed.Parser, message => Hex(message.Producer.Span));

    public static readonly Topic<TrackPromoted> TrackPromoted = new(
        "vectors.track.promoted.v1", TopicClass.LiveRow, 16, Vectors.V1.TrackPromoted.Parser, message => Hex(message.SpotifyId.Span));

    public static readonly Topic<MiningRangePlanned> MiningRangePlanned = new(
        "mining.range.planned.v1", TopicClass.Work, 64, Mining.V1.MiningRangePlanned.Parser, message => $"{Hex(message.Generation.Span)}/{message.Unit}");

    public static readonly Topic<PlaysObserved> PlaysObserved = new(
        "listening.play.observed.v1", TopicClass.Observation, 16, Listening.V1.PlaysObserved.Parser, message => message.Account);

    public static readonly Topic<ArtistsRequested> ArtistsRequested = new(
        "enrichment.artist.requested.v1", TopicClass.Observation, 16, Enrichment.V1.ArtistsRequested.Parser, message => message.RequestedBy);

    public static readonly Topic<TracksRequested> TracksRequested = new(
        "enrichment.track.requested.v1", TopicClass.Observation, 16, Enrichment.V1.TracksRequested.Parser, message => message.RequestedBy);

    public static readonly Topic<ArtistEnriched> ArtistEnriched = new(
        "enrichment.artist.enriched.v1", TopicClass.LiveRow, 16, Enrichment.V1.ArtistEnriched.Parser, message => message.ArtistId);

    public static readonly Topic<TrackEnriched> TrackEnriched = new(
        "enrichment.track.enriched.v1", TopicClass.LiveRow, 16, Enrichment.V1.TrackEnriched.Parser, message => message.TrackId);

    /// <summary>Nothing rides it: whichever instance of a service holds its partition publishes the ticks of the service's jobs.</summary>
    public static readonly Topic<JobDue> ScheduleClock = new("schedule.clock.ticked.v1", TopicClass.Work, 1, JobDue.Parser, message => message.Job);

    public static readonly Topic<JobDue> EnrichmentDue = new("schedule.enrichment.due.v1", TopicClass.Announcement, 1, JobDue.Parser, message => message.Job);

    public static readonly Topic<JobDue> ScanDue = new("schedule.scan.due.v1", TopicClass.Announcement, 1, JobDue.Parser, message => message.Job);

    public static readonly Topic<JobDue> AuditDue = new("schedule.audit.due.v1", TopicClass.Announcement, 1, JobDue.Parser, message => message.Job);

    public static readonly Topic<JobDue> PromotionDue = new("schedule.promotion.due.v1", TopicClass.Announcement, 1, JobDue.Parser, message => message.Job);

    public static readonly Topic<JobDue> PlayHistoryDue = new("schedule.play-history.due.v1", TopicClass.Announcement, 1, JobDue.Parser, message => message.Job);

    public static readonly Topic<JobDue> PlaylistsDue = new("schedule.playlists.due.v1", TopicClass.Announcement, 1, JobDue.Parser, message => message.Job);

    public static readonly Topic<JobDue> ProfileDue = new("schedule.profile.due.v1", TopicClass.Announcement, 1, JobDue.Parser, message => message.Job);

    public static IReadOnlyList<Topic> All { get; } =
    [
        FileVerified, FileWithdrawn, ShardExtracted, TableGenerationPublished, TracksAccessed, TrackPromoted,
        MiningRangePlanned, PlaysObserved, ArtistsRequested, TracksRequested, ArtistEnriched, TrackEnriched,
        ScheduleClock, ScanDue, AuditDue, PromotionDue, PlayHistoryDue, PlaylistsDue, ProfileDue, EnrichmentDue,
    ];

    /// <summary>The topic of a name, without the type of its message; null for a name that no version of this program knows.</summary>
    public static Topic? Find(string name) => All.FirstOrDefault(topic => topic.Name == name);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
