using Npgsql;

namespace SpotifyPlatform.ListeningHistory.Sync.PostgreSql;

/// <summary>Reads the rights granted on the tables and views of a schema, so that the new tables get them too.</summary>
internal static class TableGrants
{
    private const string Sql = """
        SELECT format('GRANT %s ON %I.%I TO %s%s', acl.privilege_type, n.nspname, c.relname,
            CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END,
            CASE WHEN acl.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
        WHERE n.nspname = @schema AND c.relname = ANY(@names) AND acl.grantee <> c.relowner
        """;

    /// <summary>One GRANT statement each.</summary>
    public static Task<List<string>> ReadAsync(NpgsqlConnection connection, SyncSchema schema, IEnumerable<string> names, CancellationToken cancellationToken) =>
        connection.QueryAsync(Sql, row => row.GetString(0), cancellationToken, ("schema", schema.Name), ("names", names.ToArray()));
}
