using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.ListeningHistory.Exports.Parsing;
using SpotifyPlatform.ListeningHistory.Plays;

namespace SpotifyPlatform.ListeningHistory.Store.Sqlite;

/// <summary>Stores titles, items and labels, each once, and returns their numbers.</summary>
internal sealed class StoredNames(SqliteConnection connection) : IDisposable
{
    private readonly RawStatement findItem = new(connection, "SELECT item_id FROM item WHERE sha256 = ?");
    private readonly RawStatement addItem = new(connection, "INSERT INTO item(sha256, digest) VALUES (?, ?) RETURNING item_id");
    private readonly RawStatement findTitle = new(connection, "SELECT title_id FROM title WHERE sha256 = ?");
    private readonly RawStatement addTitle = new(
        connection, "INSERT INTO title(item_id, kind, name, artist, album, uri, sha256) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING title_id");

    private readonly RawStatement findLabel = new(connection, "SELECT label_id FROM label WHERE value = ?");
    private readonly RawStatement addLabel = new(connection, "INSERT INTO label(value) VALUES (?) RETURNING label_id");

    public void Resolve(Title title)
    {
        if (title.StoredId != 0)
            return;
        (title.StoredId, title.StoredItemId) = Resolve(title.ItemKey, title.Kind, title.Name, title.Artist, title.Album, title.Uri);
    }

    public (long TitleId, long ItemId) Resolve(string itemKey, PlayKind kind, string? name, string? artist, string? album, string? uri)
    {
        var itemHash = Hash(itemKey);
        var itemId = First(findItem.Bind(1, itemHash))
            ?? First(addItem.Bind(1, itemHash).Bind(2, BinaryPrimitives.ReadInt64BigEndian(itemHash)))!.Value;
        var hash = Hash($"{(int)kind}\0{itemKey}\0{name}\0{artist}\0{album}\0{uri}");
        var titleId = First(findTitle.Bind(1, hash))
            ?? First(addTitle.Bind(1, itemId).Bind(2, (long)kind).Bind(3, name).Bind(4, artist).Bind(5, album).Bind(6, uri).Bind(7, hash))!.Value;
        return (titleId, itemId);
    }

    /// <summary>The label's number; 0 where there is none.</summary>
    public long Resolve(Label? label)
    {
        if (label is null)
            return 0;
        if (label.StoredId == 0)
            label.StoredId = First(findLabel.Bind(1, label.Value)) ?? First(addLabel.Bind(1, label.Value))!.Value;
        return label.StoredId;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { findItem, addItem, findTitle, addTitle, findLabel, addLabel })
            statement.Dispose();
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static long? First(RawStatement statement)
    {
        if (!statement.Step())
            return null;
        var value = statement.Long(0);
        statement.Reset();
        return value;
    }
}
