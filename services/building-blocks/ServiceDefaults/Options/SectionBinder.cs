using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Binds the valid values of a section and reports all errors; the framework's binder throws at the first.</summary>
internal sealed class SectionBinder<TOptions>(string section, IConfiguration configuration, IEnumerable<BoundSection> bound)
    : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly IConfigurationSection source = configuration.GetSection(section);

    public void Configure(TOptions options)
    {
        // Invalid values are left out, so that the binder does not throw; Validate reports them.
        var invalid = SectionShape.InvalidValues(source, typeof(TOptions)).Select(value => value.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (invalid.Count == 0)
            source.Bind(options);
        else
            new ConfigurationBuilder().AddInMemoryCollection(source.AsEnumerable().Where(value => !invalid.Contains(value.Key))).Build().GetSection(section).Bind(options);
    }

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var errors = UnknownKeys()
            .Concat(SectionShape.InvalidValues(source, typeof(TOptions)).Select(value => value.Error))
            .Concat(OptionsAnnotations.Errors(section, options))
            .ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private HashSet<string> SectionsWithin() => bound
        .Where(b => b.Section.StartsWith(section + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase))
        .Select(b => b.Section[(section.Length + 1)..].Split(ConfigurationPath.KeyDelimiter)[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Only the first type of a section reports unknown keys, so that each is reported once.</summary>
    private IEnumerable<string> UnknownKeys()
    {
        var types = bound.Where(b => string.Equals(b.Section, section, StringComparison.OrdinalIgnoreCase)).Select(b => b.Type).ToList();
        return types[0] == typeof(TOptions) ? SectionShape.UnknownKeys(source, types, SectionsWithin()) : [];
    }
}
