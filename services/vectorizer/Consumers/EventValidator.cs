using Google.Protobuf;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Rejects events with ids of the wrong length; a retry cannot fix them.</summary>
internal static class EventValidator
{
    public const string Reason = "bad_event";

    /// <returns>Null when every id has the right length.</returns>
    public static Refusal? ValidateIds(IEnumerable<ByteString> ids, string batch, string what = "a track") =>
        ids.FirstOrDefault(id => id.Length != TrackId.KeyLength) is { } bad
            ? new Refusal(Reason, $"{batch} has {what} id of {bad.Length} bytes; an id has {TrackId.KeyLength}.")
            : null;
}
