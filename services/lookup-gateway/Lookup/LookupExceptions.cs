namespace SpotifyPlatform.LookupGateway.Lookup;

/// <summary>The caller's name for a track does not parse.</summary>
public sealed class MalformedNameException(string message) : Exception(message);

/// <summary>The track or the requested data is in no store.</summary>
public sealed class NotFoundException(string message) : Exception(message);

/// <summary>A field of the request other than the track's name is invalid.</summary>
public sealed class MalformedRequestException(string message) : Exception(message);

/// <summary>The answer would have more rows or bytes than one answer may.</summary>
public sealed class AnswerTooLargeException(string message) : Exception(message);
