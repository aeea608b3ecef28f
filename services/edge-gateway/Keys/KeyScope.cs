namespace SpotifyPlatform.EdgeGateway.Keys;

/// <summary>What a key or token allows.</summary>
public enum KeyScope
{
    /// <summary>Reading: the data set, and the accounts that the key names.</summary>
    Read,

    /// <summary>Changing the accounts that the key names: imports, settings, exclusions, deletion.</summary>
    Write,

    /// <summary>The admin routes, which are on a port of their own.</summary>
    Admin,
}
