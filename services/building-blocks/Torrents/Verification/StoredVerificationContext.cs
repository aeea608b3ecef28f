using System.Text.Json.Serialization;

namespace SpotifyPlatform.Torrents.Verification;

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(VerificationState.Stored))]
internal sealed partial class StoredVerificationContext : JsonSerializerContext;
