using Microsoft.Extensions.Options;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>Limits the share of requests that are retried, so that retries do not add to an overload.</summary>
internal sealed class RetryBudget(IOptions<EdgeGatewayOptions> options)
{
    /// <summary>Retries that are possible at once.</summary>
    private const double Burst = 10;

    private readonly Lock gate = new();
    private double tokens = Burst;

    /// <summary>Each request adds its share of a retry.</summary>
    public void AddRequest()
    {
        lock (gate)
            tokens = Math.Min(Burst, tokens + options.Value.Routes.RetryShare);
    }

    public bool TrySpend()
    {
        lock (gate)
        {
            if (tokens < 1 || options.Value.Routes.RetryShare == 0)
                return false;
            tokens--;
            return true;
        }
    }
}
