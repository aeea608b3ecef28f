using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.ServiceDefaults;

/// <summary>Which way a key may travel: over TLS, within this machine, or where the operator said so.</summary>
public static class KeyTransport
{
    /// <summary>What is wrong with an address of a server and a key for it; empty when nothing is.</summary>
    /// <param name="addressName">The option that holds the address.</param>
    /// <param name="allowName">The option that holds <paramref name="allowPlaintext"/>.</param>
    public static IEnumerable<ValidationResult> Faults(Uri address, string? key, bool allowPlaintext, string addressName, string allowName)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            yield return new ValidationResult("An address begins with http:// or https://.", [addressName]);
        else if (address.UserInfo.Length > 0)
            yield return new ValidationResult("An address carries no user or password: a key has its own option.", [addressName]);
        else if (address.Scheme == "http" && !address.IsLoopback && !string.IsNullOrEmpty(key) && !allowPlaintext)
            yield return new ValidationResult(
                $"The key would cross the network unencrypted: use https://, or set {allowName} where the network is trusted.", [addressName]);
    }
}
