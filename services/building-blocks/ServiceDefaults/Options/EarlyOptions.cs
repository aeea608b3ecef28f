using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults;

public static class EarlyOptions
{
    /// <summary>
    /// Options that the host needs while it is built, before all are validated. Null when they are invalid: the start then reports them
    /// with all others.
    /// </summary>
    public static TOptions? TryRead<TOptions>(this IServiceProvider services)
        where TOptions : class
    {
        try
        {
            return services.GetRequiredService<IOptions<TOptions>>().Value;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}
