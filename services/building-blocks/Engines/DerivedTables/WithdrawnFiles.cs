using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Tables.Deriving;

namespace SpotifyPlatform.Engines.DerivedTables;

/// <summary>Withdrawals as records of input files.</summary>
public static class WithdrawnFiles
{
    /// <param name="kind">The first part of the slot.</param>
    /// <param name="fault">Why the event is refused, as the rest of a sentence.</param>
    public static InputFile? Read(FileWithdrawn message, string kind, out string? fault)
    {
        fault = null;
        if (message.Sha256.Length != 64 || !message.Sha256.All(char.IsAsciiHexDigitLower))
            fault = "has no SHA-256 of 64 hexadecimal digits";
        else if (message.Length < 0)
            fault = "has a negative length";
        else if (InputKeys.TryOf(message.Name, out var key, out fault))
            return new InputFile(kind, message.Name, message.DataSet, message.Slot, message.Revision, new ArtifactReference(key, message.Length, message.Sha256)) { IsWithdrawn = true };
        return null;
    }
}
