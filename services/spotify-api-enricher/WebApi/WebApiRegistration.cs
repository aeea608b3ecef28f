using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.SpotifyApiEnricher.Credentials;
using SpotifyPlatform.SpotifyApiEnricher.Quotas;

namespace SpotifyPlatform.SpotifyApiEnricher.WebApi;

/// <summary>Registers the two HTTP clients. Neither follows redirects, which would send tokens elsewhere, nor logs requests.</summary>
internal static class WebApiRegistration
{
    public static IServiceCollection AddWebApi(this IServiceCollection services)
    {
        services.AddTransient<QuotaHandler>();
        services.AddTransient<WholeAnswerHandler>();
        // From the caller to the network: an attempt that fails is repeated, each attempt is counted, and the timeout is that of one attempt
        // without its wait for the quota.
        var api = services.AddHttpClient(SpotifyApi.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers();
        api.ConfigurePrimaryHttpMessageHandler(Primary);
        api.AddResilienceHandler("retry", (pipeline, context) => pipeline.AddRetry(context.ServiceProvider));
        api.AddHttpMessageHandler<QuotaHandler>();
        api.AddResilienceHandler("timeout", (pipeline, context) => pipeline.AddTimeout(context.ServiceProvider));
        api.AddHttpMessageHandler<WholeAnswerHandler>();

        var accounts = services
            .AddHttpClient(TokenEndpoint.ClientName, client => (client.Timeout, client.MaxResponseContentBufferSize) = (Timeout.InfiniteTimeSpan, TokenEndpoint.MaxAnswerBytes))
            .RemoveAllLoggers();
        accounts.ConfigurePrimaryHttpMessageHandler(Primary);
        accounts.AddResilienceHandler("retry", (pipeline, context) => pipeline.AddRetry(context.ServiceProvider).AddTimeout(context.ServiceProvider));
        return services;
    }

    private static HttpMessageHandler Primary() => new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    private static ResiliencePipelineBuilder<HttpResponseMessage> AddRetry(this ResiliencePipelineBuilder<HttpResponseMessage> pipeline, IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<SpotifyApiEnricherOptions>>().Value;
        pipeline.TimeProvider = services.GetRequiredService<TimeProvider>();
        if (options.MaxAttempts == 1)
            return pipeline;
        return pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = options.MaxAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            // 429 is the quota's matter.
            ShouldRetryAfterHeader = false,
            ShouldHandle = arguments => new(arguments.Outcome switch
            {
                { Exception: HttpRequestException or TransientFaultException or IOException or Polly.Timeout.TimeoutRejectedException } => true,
                { Result.StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout } => true,
                _ => false,
            }),
        });
    }

    private static ResiliencePipelineBuilder<HttpResponseMessage> AddTimeout(this ResiliencePipelineBuilder<HttpResponseMessage> pipeline, IServiceProvider services)
    {
        pipeline.TimeProvider = services.GetRequiredService<TimeProvider>();
        return pipeline.AddTimeout(new HttpTimeoutStrategyOptions { Timeout = services.GetRequiredService<IOptions<SpotifyApiEnricherOptions>>().Value.RequestTimeout });
    }
}
