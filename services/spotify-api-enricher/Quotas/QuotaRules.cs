using Microsoft.Extensions.Options;

namespace SpotifyPlatform.SpotifyApiEnricher.Quotas;

/// <summary>How many requests a developer account may make in rolling windows.</summary>
internal sealed class QuotaRules(IOptions<SpotifyApiEnricherOptions> options)
{
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public string DeveloperAccount => options.Value.DeveloperAccount;

    public int PerMinute => options.Value.RequestsPerMinute;

    public int PerDay => options.Value.RequestsPerDay;

    /// <summary>Every window, with the requests that a priority may have made in it.</summary>
    public IEnumerable<(TimeSpan Window, int Limit)> Windows(RequestPriority priority) =>
    [
        (TimeSpan.FromSeconds(30), Math.Max(1, PerMinute / 2)),
        (TimeSpan.FromMinutes(1), PerMinute),
        (Day, DayLimit(priority)),
    ];

    public int DayLimit(RequestPriority priority)
    {
        var share = priority switch
        {
            RequestPriority.Job => 1,
            RequestPriority.Requested => 1 - options.Value.ShareForJobs,
            _ => 1 - options.Value.ShareForJobs - options.Value.ShareForRequests,
        };
        return Math.Max(1, (int)(PerDay * share));
    }
}
