namespace SpotifyPlatform.Platform;

/// <summary>An expected failure: the message is shown without a stack trace and the exit code is 1.</summary>
internal sealed class CommandException(string message) : Exception(message);

/// <summary>A wrong option or argument: the message is shown and the exit code is 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
