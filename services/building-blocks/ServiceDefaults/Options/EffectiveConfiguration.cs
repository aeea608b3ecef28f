using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Logs the effective options when the host starts, so that the log shows how a deployment is configured.</summary>
internal sealed class EffectiveConfiguration(IServiceProvider services, IEnumerable<BoundSection> sections, ILogger<EffectiveConfiguration> logger)
    : IHostedService
{
    private static readonly string[] SecretWords = ["Secret", "Password", "Token", "Key", "ConnectionString", "Credential"];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (logger.IsEnabled(LogLevel.Information))
            foreach (var section in sections.GroupBy(section => section.Section, StringComparer.OrdinalIgnoreCase))
                Log.EffectiveOptions(logger, section.Key, string.Join(", ", section.SelectMany(part => Describe("", part.Read(services)))));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static IEnumerable<string> Describe(string prefix, object options)
    {
        foreach (var property in SectionShape.Settable(options.GetType()))
        {
            var name = prefix + property.Name;
            var value = property.GetValue(options);
            if (value is null)
                yield return $"{name}=";
            else if (SectionShape.IsObject(property.PropertyType))
                foreach (var nested in Describe(name + ":", value))
                    yield return nested;
            else if (IsSecret(name))
                yield return $"{name}=***";
            else
                yield return $"{name}={Text(value)}";
        }
    }

    /// <summary>Whether the value must not be logged. The path of a file may be, whatever the file holds.</summary>
    /// <param name="name">With the names of the objects that it is in.</param>
    private static bool IsSecret(string name) =>
        !name.EndsWith("File", StringComparison.OrdinalIgnoreCase) && Array.Exists(SecretWords, word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Text(object value) => value switch
    {
        string text => WithoutUserInfo(text),
        Uri uri => WithoutUserInfo(uri.ToString()),
        IDictionary map => $"[{string.Join(' ', map.Keys.Cast<object>())}]",
        IEnumerable items => $"[{string.Join(' ', items.Cast<object>().Select(Text))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Removes <c>user:password@</c> from an address.</summary>
    private static string WithoutUserInfo(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? text.Replace(uri.UserInfo + "@", "***@", StringComparison.Ordinal) : text;
}
