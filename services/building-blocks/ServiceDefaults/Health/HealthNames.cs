using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SpotifyPlatform.ServiceDefaults.Health;

/// <summary>The questions that health answers.</summary>
internal static class HealthNames
{
    /// <summary>Does the process answer? No dependency can make it say no: a restart would not mend one.</summary>
    public static bool Live(HealthCheckRegistration check) => false;

    /// <summary>Can it do its work? Every registered check.</summary>
    public static bool Ready(HealthCheckRegistration check) => true;

    /// <summary>The checks behind a name of grpc.health.v1; null for a name that nobody knows.</summary>
    public static Func<HealthCheckRegistration, bool>? Of(string service) => service switch
    {
        "live" => Live,
        "" or "ready" => Ready,
        _ => null,
    };
}
