namespace SpotifyPlatform.Tables.Files;

/// <summary>A file of a table is not what was written.</summary>
internal static class Damage
{
    private const string Remedy = "Run 'platform repair', which deletes it and builds it again.";

    /// <param name="file">Its key in the artifact store, or its path.</param>
    /// <param name="what">The rest of a sentence about the file.</param>
    public static InvalidDataException In(string file, string what) => new($"'{file}' is damaged: {what}. {Remedy}");

    /// <summary>What is wrong, as the rest of a sentence about the file.</summary>
    public static string WhatIn(InvalidDataException ex, string file)
    {
        var (begin, end) = ($"'{file}' is damaged: ", $". {Remedy}");
        return ex.Message.StartsWith(begin, StringComparison.Ordinal) && ex.Message.EndsWith(end, StringComparison.Ordinal) ? ex.Message[begin.Length..^end.Length] : ex.Message;
    }
}
