using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>A section and the options type that is bound to it.</summary>
internal abstract class BoundSection(string section, Type type)
{
    public string Section { get; } = section;

    public Type Type { get; } = type;

    public abstract object Read(IServiceProvider services);
}

internal sealed class BoundSection<TOptions>(string section) : BoundSection(section, typeof(TOptions))
    where TOptions : class
{
    public override object Read(IServiceProvider services) => services.GetRequiredService<IOptions<TOptions>>().Value;
}
