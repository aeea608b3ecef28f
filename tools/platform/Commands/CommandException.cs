namespace SpotifyPlatform.Platform.Commands;

/// <summary>A failure that is told to the person at the prompt as it is.</summary>
internal sealed class CommandException(string message) : Exception(message);
