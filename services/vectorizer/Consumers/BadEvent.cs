using Google.Protobuf;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Vectorizer.Consumers;

/// <summary>Refuses an event with a key of the wrong length, which no retry mends.</summary>
internal static class BadEvent
{
    public const string Reason = "bad_event";

    /// <returns>Null when every id is an id.</returns>
    public static Refusal? Among(IEnumerable<ByteString> ids, string batch, string what = "a track") =>
        ids.FirstOrDefault(id => id.Length != TrackId.KeyLength) is { } bad
            ? new Refusal(Reason, $"{batch} has {what} id of {bad.Length} bytes; an id has {TrackId.KeyLength}.")
            : null;
}
