using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Options that are validated when the host starts.</summary>
public static class OptionsRegistration
{
    /// <inheritdoc cref="AddValidatedOptions{TOptions}(IServiceCollection, string)"/>
    public static OptionsBuilder<TOptions> AddValidatedOptions<TOptions>(this IHostApplicationBuilder builder, string section)
        where TOptions : class => builder.Services.AddValidatedOptions<TOptions>(section);

    /// <summary>
    /// Binds a section of the configuration and validates it when the host starts: data annotations (nested objects included), values that do
    /// not parse and unknown keys, all reported at once. The effective options are logged, secrets masked. Several types may share a
    /// section; each binds its own keys.
    /// </summary>
    /// <exception cref="OptionsValidationException">At start, or at the first use before it.</exception>
    public static OptionsBuilder<TOptions> AddValidatedOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        var options = services.AddOptions<TOptions>();
        if (services.Any(s => s.ServiceType == typeof(BoundSection) && s.ImplementationInstance is BoundSection<TOptions>))
            return options;
        services.AddSingleton<BoundSection>(new BoundSection<TOptions>(section));
        services.AddSingleton<SectionBinder<TOptions>>(p => new(section, p.GetRequiredService<IConfiguration>(), p.GetServices<BoundSection>()));
        services.AddSingleton<IConfigureOptions<TOptions>>(p => p.GetRequiredService<SectionBinder<TOptions>>());
        services.AddSingleton<IValidateOptions<TOptions>>(p => p.GetRequiredService<SectionBinder<TOptions>>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EffectiveConfiguration>());
        return options.ValidateOnStart();
    }
}
