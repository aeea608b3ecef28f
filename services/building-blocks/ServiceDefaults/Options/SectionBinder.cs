using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Binds what can be read of a section and tells everything that is wrong with it.</summary>
internal sealed class SectionBinder<TOptions>(string section, IConfiguration configuration, IEnumerable<BoundSection> bound)
    : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly IConfigurationSection source = configuration.GetSection(section);

    public void Configure(TOptions options)
    {
        // The binder throws at the first value that does not parse; left out here, Validate names them all.
        var unreadable = SectionShape.UnreadableValues(source, typeof(TOptions)).Select(value => value.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (unreadable.Count == 0)
            source.Bind(options);
        else
            new ConfigurationBuilder().AddInMemoryCollection(source.AsEnumerable().Where(value => !unreadable.Contains(value.Key))).Build().GetSection(section).Bind(options);
    }

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var faults = UnknownKeys()
            .Concat(SectionShape.UnreadableValues(source, typeof(TOptions)).Select(value => value.Fault))
            .Concat(OptionsAnnotations.Faults(section, options))
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>The first type of a section speaks for all that share it, so that a key is reported once.</summary>
    private IEnumerable<string> UnknownKeys()
    {
        var types = bound.Where(b => string.Equals(b.Section, section, StringComparison.OrdinalIgnoreCase)).Select(b => b.Type).ToList();
        return types[0] == typeof(TOptions) ? SectionShape.UnknownKeys(source, types) : [];
    }
}
