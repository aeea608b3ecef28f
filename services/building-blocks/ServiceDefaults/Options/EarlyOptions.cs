using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults;

internal static class EarlyOptions
{
    /// <summary>
    /// Options that the host needs while it is built, before it validates all of them. Null when they are wrong: the start then
    /// reports them with all the others.
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
