using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Schedule.V1;

namespace SpotifyPlatform.EventBus.Schedule;

/// <summary>A job that runs by a schedule, once however many instances of its service run.</summary>
/// <param name="Name">The job's name, the key of its events.</param>
/// <param name="Service">The service that runs it. One of its instances at a time watches the clock.</param>
/// <param name="Due">Where the job's ticks are published: one partition.</param>
/// <param name="Next">The first time of the schedule after a moment; null when there is none.</param>
internal sealed record ScheduledJob(string Name, string Service, Topic<JobDue> Due, Func<DateTimeOffset, DateTimeOffset?> Next)
{
    /// <summary>The group whose member watches the clock.</summary>
    public string Group => GroupOf(Service, Name);

    public static string GroupOf(string service, string job) => $"{service}-{job}";
}
