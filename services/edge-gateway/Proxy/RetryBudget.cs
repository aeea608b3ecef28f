using Microsoft.Extensions.Options;

namespace SpotifyPlatform.EdgeGateway.Proxy;

/// <summary>Bounds how many requests are repeated, so that repetitions do not add to an overload.</summary>
internal sealed class RetryBudget(IOptions<EdgeGatewayOptions> options)
{
    /// <summary>Repetitions that are possible at once.</summary>
    private const double Burst = 10;

    private readonly Lock gate = new();
    private double left = Burst;

    /// <summary>Each request earns its share of a repetition.</summary>
    public void Earn()
    {
        lock (gate)
            left = Math.Min(Burst, left + options.Value.Routes.RetryShare);
    }

    public bool TrySpend()
    {
        lock (gate)
        {
            if (left < 1 || options.Value.Routes.RetryShare == 0)
                return false;
            left--;
            return true;
        }
    }
}
