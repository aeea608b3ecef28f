using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Binds a section where its shape is right, and otherwise tells everything that is wrong with it.</summary>
internal sealed class SectionBinder<TOptions>(string section, IConfiguration configuration, IEnumerable<BoundSection> bound)
    : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly IConfigurationSection source = configuration.GetSection(section);

    public void Configure(TOptions options)
    {
        // A value that does not parse makes the binder throw at the first one; Validate names them all.
        if (!SectionShape.UnreadableValues(source, typeof(TOptions)).Any())
            source.Bind(options);
    }

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var faults = UnknownKeys()
            .Concat(SectionShape.UnreadableValues(source, typeof(TOptions)))
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
