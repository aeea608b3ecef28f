namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>A file that is not taken, and why.</summary>
/// <param name="Code">One of <see cref="RefusalCode"/>.</param>
/// <param name="Reason">A sentence with the remedy.</param>
public sealed record RefusedFile(string Name, string Code, string Reason);

/// <summary>The kinds of refusal, as metrics count them.</summary>
internal static class RefusalCode
{
    public const string Name = "name";
    public const string Link = "link";
    public const string Second = "second";
    public const string Unreadable = "unreadable";
    public const string Empty = "empty";
    public const string Changing = "changing";
    public const string Checksum = "checksum";
}
