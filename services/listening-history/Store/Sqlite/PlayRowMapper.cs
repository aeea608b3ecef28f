using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>Turns groups into rows.</summary>
internal sealed class PlayRowMapper(SqliteConnection connection, AccountName account, AccountSettings settings)
{
    private readonly StoredTitles titles = new(connection);
    private readonly LocalClock clock = new(settings.TimeZone);
    private readonly ulong accountHash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(account.Value)));

    /// <param name="ordinal">Which of the group's plays it is, from 0.</param>
    public PlayRow Map(PlayGroup play, int ordinal)
    {
        var title = titles.Get(play.TitleId);
        var reasonEnd = titles.Label(play.ReasonEndId);
        return new PlayRow
        {
            PlayId = Id(play, title.ItemDigest, ordinal),
            Account = account,
            TsUtc = DateTime.UnixEpoch.AddMilliseconds(play.TsMs),
            Local = clock.At(settings.DatesByStart ? play.StartedAtMs / 1000 : play.Ts),
            StartedAtUtc = DateTime.UnixEpoch.AddMilliseconds(play.StartedAtMs),
            MsPlayed = play.MsPlayed,
            TrackName = title.Name,
            ArtistName = title.Artist,
            AlbumName = title.Album,
            SpotifyTrackUri = title.Uri,
            ContentKind = play.Kind,
            Platform = titles.Label(play.PlatformId),
            ConnCountry = titles.Label(play.CountryId),
            ReasonStart = titles.Label(play.ReasonStartId),
            ReasonEnd = reasonEnd,
            Shuffle = play.Flags.Value(PlayFlags.Shuffle),
            Skipped = SkipRule.IsSkip(play.Flags.Value(PlayFlags.Skipped), reasonEnd),
            Offline = play.Flags.Value(PlayFlags.Offline),
            IncognitoMode = play.Flags.Value(PlayFlags.Incognito),
            SuspectedDuplicate = play.IsSuspectedDuplicate,
            Source = play.Source,
            ImportId = FirstImport(play),
            Outcome = play.Outcome,
            ContextType = play.ContextType,
            ContextUri = play.ContextUri,
        };
    }

    private static long FirstImport(PlayGroup play)
    {
        var first = long.MaxValue;
        foreach (var file in play.Files)
            if (file.Sets.Count > 0 && file.Sets[0].ImportId < first)
                first = file.Sets[0].ImportId;
        return play.Source == PlaySource.Api || first == long.MaxValue ? 0 : first;
    }

    private long Id(PlayGroup play, long itemDigest, int ordinal)
    {
        // The Web API's time played is an estimate that may change; the identity leaves it out.
        var hash = Mix(accountHash ^ (ulong)play.Source);
        hash = Mix(hash ^ (ulong)play.TsMs);
        hash = Mix(hash ^ (ulong)itemDigest);
        hash = Mix(hash ^ (play.Source == PlaySource.Api ? 0UL : (ulong)play.MsPlayed));
        hash = Mix(hash ^ (ulong)play.OfflineSeconds ^ ((ulong)ordinal << 40));
        return (long)(hash >> 1);
    }

    /// <summary>The finalizer of SplitMix64.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
