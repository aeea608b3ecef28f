using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>API keys are sent over TLS, within this machine, or in plain text only where the operator allows it.</summary>
public static class KeyTransport
{
    /// <summary>Errors of a server's address and the key for it.</summary>
    /// <param name="addressName">The option that holds the address.</param>
    /// <param name="allowName">The option that holds <paramref name="allowPlaintext"/>.</param>
    public static IEnumerable<ValidationResult> Validate(Uri address, string? key, bool allowPlaintext, string addressName, string allowName)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            yield return new ValidationResult("An address begins with http:// or https://.", [addressName]);
        else if (address.UserInfo.Length > 0)
            yield return new ValidationResult("An address must not hold a user or password: set the key in its own option.", [addressName]);
        else if (address.Scheme == "http" && !address.IsLoopback && !string.IsNullOrEmpty(key) && !allowPlaintext)
            yield return new ValidationResult(
                $"The key would be sent unencrypted over the network: use https://, or set {allowName} if the network is trusted.", [addressName]);
    }
}
