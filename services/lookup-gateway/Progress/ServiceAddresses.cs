using Microsoft.Extensions.Options;

namespace SpotifyPlatform.LookupGateway.Progress;

/// <summary>Section <c>Services</c>: a key for each service, with the gRPC address of each of its instances, separated by commas.</summary>
internal sealed class ServiceAddresses
{
    public const string Section = "Services";

    private static readonly StringSplitOptions Clean = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
    private readonly List<ServiceAddress> all = [];
    private readonly List<string> errors = [];

    public IReadOnlyList<ServiceAddress> All => all;

    public void Read(IConfiguration section)
    {
        foreach (var service in section.GetChildren())
            foreach (var text in (service.Value ?? "").Split(',', Clean).DefaultIfEmpty(""))
                if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0)
                    all.Add(new ServiceAddress(service.Key, address));
                else
                    errors.Add($"{service.Path}: '{text}' is not an address such as http://{service.Key}:8081. Separate several instances by commas.");
    }

    /// <summary>Reports all wrong addresses at once.</summary>
    internal sealed class Validator : IValidateOptions<ServiceAddresses>
    {
        public ValidateOptionsResult Validate(string? name, ServiceAddresses options) =>
            options.errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.errors);
    }
}
