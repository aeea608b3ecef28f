namespace SpotifyPlatform.Tables.Files;

/// <summary>A table file is not what was written.</summary>
internal static class Damage
{
    public static InvalidDataException In(string path, string what) => new(
        $"The table file {path} is damaged: {what}. Delete the folder of its generation; it is built again from its inputs.");
}
