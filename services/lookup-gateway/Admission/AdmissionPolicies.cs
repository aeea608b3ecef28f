using Microsoft.Extensions.Options;
using SpotifyPlatform.ServiceDefaults.Admission;

namespace SpotifyPlatform.LookupGateway.Admission;

/// <summary>Concurrency limits of the read API. Health has none, so that a busy gateway still answers probes.</summary>
internal static class AdmissionPolicies
{
    public const string Search = "lookup-search";
    public const string Read = "lookup-read";

    private const int ReadsPerProcessor = 4;

    public static IHostApplicationBuilder AddAdmissionPolicies(this IHostApplicationBuilder builder)
    {
        builder.AddConcurrencyLimit(Search, services => Limit(services, options => options.MaxConcurrentSearches, 1, options => options.MaxQueuedSearches));
        builder.AddConcurrencyLimit(Read, services => Limit(services, options => options.MaxConcurrentReads, ReadsPerProcessor, options => options.MaxQueuedReads));
        return builder;
    }

    private static ConcurrencyLimit Limit(
        IServiceProvider services, Func<AdmissionOptions, int> permits, int permitsPerProcessor, Func<AdmissionOptions, int> queue)
    {
        var options = services.GetRequiredService<IOptions<LookupGatewayOptions>>().Value.Admission;
        var configured = permits(options);
        return new ConcurrencyLimit(configured == 0 ? permitsPerProcessor * Environment.ProcessorCount : configured, queue(options));
    }
}
