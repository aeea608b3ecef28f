namespace SpotifyPlatform.Platform.Commands;

/// <summary>A failure that is told to the person at the prompt as it is.</summary>
internal sealed class CommandException(string message) : Exception(message);

/// <summary>What was asked for cannot be read; told as it is.</summary>
internal sealed class UsageException(string message) : Exception(message);
