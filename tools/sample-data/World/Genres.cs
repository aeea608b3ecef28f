namespace SpotifyPlatform.SampleData.World;

/// <summary>The twelve genres of the sample world.</summary>
internal static class Genres
{
    private static readonly Genre[] Table =
    [
        new("house", ["house", "deep house", "melodic house", "disco house", "edm"], 1.2, "techno",
            new(124, 3, .82, .79, .58, .04, .30, .06, .16, -6.5, [1, 6, 8, 11], .65, .00, .06, 1994, 250),
            W("Neon Velvet Golden Liquid Midnight Endless Electric Silver Summer Hazy", "Harbor Mirage Pulse Skyline Tide Signal Balcony Lantern Carousel Horizon", "Ibarra Pier,Terrace Nine,the Lower Deck,Costa Lumen", .25)),
        new("techno", ["techno", "minimal techno", "detroit techno", "acid", "industrial techno"], .9, "house",
            new(133, 4, .86, .71, .22, .01, .86, .05, .12, -8.5, [1, 2, 7, 10], .75, .00, .01, 1990, 380),
            W("Concrete Parallel Static Obsidian Phase Iron Hollow Binary Thermal Zero", "Corridor Module Grid Voltage Turbine Vector Machine Bunker Relay Threshold", "Halle 7,Sector Blue,the Switch House,Nordbahn", .20)),
        new("hip hop", ["hip hop", "rap", "boom bap", "trap", "southern hip hop"], 1.4, "soul",
            new(92, 8, .65, .76, .46, .14, .01, .26, .20, -6.8, [1, 7, 8, 10], .55, .01, .78, 1992, 205),
            W("Cold Crooked Paper Corner Heavy Rooftop Late Gold Borrowed Loud", "Crown Ledger Sidewalk Verse Bodega Sermon Blueprint Cipher Engine Hustle", "Ninth Street,the East Blocks,Lot 44,Marlow Heights", .55)),
        new("classical", ["classical", "romantic era", "chamber music", "piano", "orchestral"], .8, "ambient",
            new(98, 22, .14, .27, .20, .95, .88, .04, .11, -22.0, [0, 2, 5, 7], .45, .38, .00, 1962, 330),
            W("Winter Evening Little Grand Solemn Pastoral Quiet Crystal Noble Distant", "Sonata Nocturne Prelude Elegy Serenade Fugue Étude Waltz Overture Rondo", "the Abbey,Lake Orsel,the Rose Hall,Sankt Veil", .85)),
        new("metal", ["metal", "doom metal", "black metal", "progressive metal", "thrash metal"], .9, "punk",
            new(142, 18, .95, .36, .27, .004, .22, .09, .21, -4.9, [2, 4, 9, 11], .70, .04, .22, 1986, 300),
            W("Burning Black Shattered Ancient Frozen Crimson Hollow Eternal Grim Iron", "Throne Cathedral Serpent Ash Oath Abyss Requiem Monolith Plague Hammer", "Karn Vael,the Ninth Gate,Grimhold,the Salt Mines", .06)),
        new("jazz", ["jazz", "bebop", "cool jazz", "jazz fusion", "vocal jazz"], .8, "soul",
            new(114, 20, .36, .53, .50, .70, .50, .05, .24, -13.0, [3, 5, 8, 10], .35, .15, .00, 1956, 290),
            W("Blue Lazy Smoky Uptown Lonesome Tender Crooked Rainy Second Mellow", "Alibi Cab Saxophone Corner Moon Parade Promise Whisper Detour Bourbon", "Lenore Street,the Velvet Room,Pier Nineteen,Café Ondine", .75)),
        new("folk", ["folk", "indie folk", "singer-songwriter", "americana", "acoustic"], 1.1, "indie pop",
            new(110, 15, .33, .50, .40, .84, .06, .04, .13, -12.0, [0, 2, 7, 9], .25, .20, .03, 1971, 225),
            W("Old Wandering Gentle Barefoot Northern Wooden Faded Honest Copper Wild", "River Orchard Letters Lullaby Lantern Sparrow Harvest Porch Compass Thimble", "Alder Creek,the Hill Farm,Wren County,Mill Hollow", .60)),
        new("indie pop", ["indie pop", "dream pop", "bedroom pop", "synthpop", "indietronica"], 1.3, "folk",
            new(118, 10, .62, .62, .55, .20, .05, .05, .15, -7.4, [0, 4, 7, 9], .30, .03, .12, 2003, 214),
            W("Paper Pastel Plastic Sleepy Sunday Cherry Analog Lucky Pale Neon", "Swimmers Telephone Polaroid Bicycle Weekend Daydream Cinema Cartwheel Satellite Postcard", "Marigold Ave,the Drive-In,Apartment 6,Lido Beach", .35)),
        new("latin", ["latin", "reggaeton", "latin pop", "cumbia", "bachata"], 1.2, "hip hop",
            new(96, 5, .76, .79, .73, .20, .01, .10, .17, -5.2, [1, 5, 6, 11], .55, .01, .25, 1998, 208),
            W("Dulce Loca Dorada Salvaje Eterna Nocturna Bonita Roja Libre Ardiente", "Luna Marea Fiesta Canela Noche Sombra Calle Sirena Brisa Promesa", "la Costa Azul,San Velero,el Malecón,Puerto Alba", .70)),
        new("ambient", ["ambient", "drone", "space ambient", "new age", "sleep"], .8, "classical",
            new(82, 12, .13, .22, .12, .78, .92, .04, .10, -23.5, [0, 5, 7, 9], .40, .12, .00, 1979, 360),
            W("Slow Weightless Submerged Silver Faint Glacial Luminous Distant Still Soft", "Drift Aurora Tundra Breath Vapor Cirrus Archipelago Snowfall Haze Stillness", "Station Elm,the Far Shore,Latitude 70,the Observatory", .15)),
        new("soul", ["soul", "r&b", "neo soul", "funk", "motown"], 1.0, "hip hop",
            new(100, 12, .55, .68, .62, .28, .02, .08, .16, -7.9, [1, 3, 8, 10], .50, .06, .15, 1966, 232),
            W("Sweet Honey Sunday Tender Slow Satin Golden Faithful Burning Easy", "Sugar Testimony Velvet Devotion Fever Morning Kitchen Reverie Mercy Perfume", "Magnolia Avenue,the Blue Chapel,South Ferris,Ruby's", .70)),
        new("punk", ["punk", "pop punk", "post-punk", "hardcore punk", "garage rock"], .9, "metal",
            new(168, 14, .91, .46, .55, .01, .01, .08, .25, -4.6, [2, 4, 7, 9], .25, .01, .35, 1977, 165),
            W("Broken Cheap Bored Rusty Stupid Angry Second-Hand Nervous Dirty Fake", "Riot Basement Teeth Radio Parking-Lot Haircut Siren Milkshake Weekend Landlord", "Route 19,the Rat Cellar,Suburb City,Block D", .12)),
    ];

    public static ReadOnlySpan<Genre> All => Table;

    public static int IndexOf(string name) => Array.FindIndex(Table, genre => genre.Name == name);

    private static Words W(string adjectives, string nouns, string places, double personShare) =>
        new(adjectives.Split(' '), nouns.Split(' '), places.Split(','), personShare);
}
