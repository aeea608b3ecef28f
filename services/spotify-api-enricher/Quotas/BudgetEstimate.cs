namespace SpotifyPlatform.SpotifyApiEnricher.Quotas;

/// <summary>How long requests take under what is left of the budget.</summary>
internal sealed class BudgetEstimate(QuotaRules rules, IQuotaStore quota, TimeProvider time)
{
    /// <summary>At least: every request is taken to be answered at the first attempt.</summary>
    public TimeSpan TimeFor(int requests, RequestPriority priority)
    {
        if (requests == 0)
            return TimeSpan.Zero;
        var now = time.GetUtcNow();
        var state = quota.Read(rules, now);
        var wait = state.Deadline is { } deadline && deadline > now ? deadline - now : TimeSpan.Zero;
        var daily = rules.DayLimit(priority);
        var today = (int)Math.Clamp(daily - state.LastDay, 0, daily);
        if (requests <= today)
            return wait + TimeSpan.FromMinutes((double)requests / rules.PerMinute);
        var days = (requests - today - 1) / daily;
        return wait + TimeSpan.FromDays(1 + days) + TimeSpan.FromMinutes((double)(requests - today - (days * daily)) / rules.PerMinute);
    }
}
