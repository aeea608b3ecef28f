namespace SpotifyPlatform.ShardExtractor.Catalog.Tables;

/// <summary>Kinds of announced files that baskets are made of.</summary>
internal static class InputKinds
{
    public const string Catalog = "catalog";

    public const string Playlists = "playlists";
}
