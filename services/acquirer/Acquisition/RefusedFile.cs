namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>A file that is not taken.</summary>
/// <param name="Code">One of <see cref="RefusalCode"/>.</param>
/// <param name="Reason">A sentence with the remedy.</param>
public sealed record RefusedFile(string Name, string Code, string Reason);

/// <summary>The reasons for refusal that metrics count.</summary>
internal static class RefusalCode
{
    public const string Name = "name";
    public const string Link = "link";
    public const string NotRegular = "not_regular";
    public const string Unreadable = "unreadable";
    public const string Empty = "empty";
    public const string Changing = "changing";
    public const string Checksum = "checksum";
    public const string InUse = "in_use";
    public const string Duplicate = "duplicate";
    public const string Incomplete = "incomplete";
    public const string Damaged = "damaged";
}
