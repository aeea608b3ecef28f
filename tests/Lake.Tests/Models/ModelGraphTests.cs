using SpotifyPlatform.Lake.Models;
using SpotifyPlatform.Lake.Warehouse;

namespace SpotifyPlatform.Lake.Tests.Models;

public sealed class ModelGraphTests
{
    [Fact]
    public void Select_AModelWithDependents_GivesThemInOrder() => Assert.Equal(
        ["lake_spotify__stg_artist_enrichment", "lake_spotify__svc_artist_enrichment", "hub_music__stg_dim_artists", "hub_music__svc_dim_artists"],
        ModelGraph.BuiltIn.Select("lake_spotify__stg_artist_enrichment+").Select(model => model.Name));

    [Fact]
    public void Select_AModelAlone_GivesItAlone() => Assert.Equal(["hub_music__stg_dim_artists"], ModelGraph.BuiltIn.Select("hub_music__stg_dim_artists").Select(model => model.Name));

    [Fact]
    public void Select_NoModelOfThatName_NamesThoseThatAre() =>
        Assert.Contains("lake_spotify__svc_artist_enrichment", Assert.Throws<FormatException>(() => ModelGraph.BuiltIn.Select("artists+")).Message, StringComparison.Ordinal);

    [Fact]
    public void Models_InACircleOrWithoutWhatTheyRead_AreRefused()
    {
        Assert.Contains("in a circle: a, b", Assert.Throws<FormatException>(() => new ModelGraph([View("a", "b"), View("b", "a")])).Message, StringComparison.Ordinal);
        Assert.Contains("Model a reads b, which is no model", Assert.Throws<FormatException>(() => new ModelGraph([View("a", "b")])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_AnIncrementalModel_HasItsConditionOnlyWhereItsTableIs()
    {
        var model = ModelTemplate.Read("m", "{{ config(materialized='incremental', unique_key='id') }}\nSELECT id FROM {{ source('s') }} {% if is_incremental() %}WHERE id NOT IN (SELECT id FROM {{ this }}){% endif %}");
        Assert.Equal("SELECT id FROM d.s WHERE id NOT IN (SELECT id FROM d.m)", ModelTemplate.Render(model, Table, SqlDialect.DuckDb, isIncremental: true));
        Assert.Equal("SELECT id FROM d.s ", ModelTemplate.Render(model, Table, SqlDialect.DuckDb, isIncremental: false));
    }

    [Theory]
    [InlineData("SELECT 1", "does not begin with")]
    [InlineData("{{ config(materialized='cube') }} SELECT 1", "is materialized as 'cube'")]
    [InlineData("{{ config(materialized='incremental') }} SELECT 1", "needs unique_key")]
    [InlineData("{{ config(materialized='view', alias='x') }} SELECT 1", "unknown setting alias")]
    [InlineData("{{ config(materialized='view') }} SELECT {{ var('x') }}", "a tag that is not known: {{ var('x') }}")]
    public void Read_ATextThatIsNoModel_SaysWhy(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => ModelTemplate.Read("m", text)).Message, StringComparison.Ordinal);

    private static TableName Table(string name) => new("d", name);

    private static Model View(string name, string reads) => ModelTemplate.Read(name, $"{{{{ config(materialized='view') }}}} SELECT * FROM {{{{ ref('{reads}') }}}}");
}
