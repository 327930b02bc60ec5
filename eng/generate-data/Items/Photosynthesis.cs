namespace GwSmm.SampleData;

/// <summary>"Explain how a green plant makes its own food." 0 to 3.</summary>
internal static class Photosynthesis
{
    public static readonly ItemDefinition Item = new()
    {
        Name = "Q1",
        MaxScore = 3,
        Openers = ["a {green|} plant makes its {own|} food {in its leaves|}", "{plants make food by|it is called} photosynthesis", "I think {that|}", "photosynthesis is {a process|what plants do|how it happens}"],
        Ideas =
        [
            [
                "{plants|the leaves|green plants|the chlorophyll} {absorb|capture|use|take in|catch} {sunlight|light energy|energy from the sun|the light of the sun}",
                "{sunlight|the sun} {gives|provides|supplies} the energy {for this|to the plant|that is needed}",
                "{light energy|energy from sunlight} is {trapped|captured|absorbed} {by chlorophyll|by the green parts|in the leaves}",
                "it needs {sunlight|light from the sun} {for the energy|to power the process|to work}",
            ],
            [
                "{it|the plant|the leaf} {takes in|absorbs|uses|breathes in|gets} {carbon dioxide|co2|carbon dioxide from the air} and {water|water from the soil|h2o}",
                "{carbon dioxide|co2} {enters|comes in through|goes into} the leaves and {water|h2o} comes {up from the roots|from the ground|from the soil}",
                "{water|water from the roots} and {carbon dioxide|co2} are {combined|mixed|put together|the raw materials}",
                "the {ingredients|raw materials|things it needs} are {carbon dioxide|co2} and water",
            ],
            [
                "{glucose|sugar|a sugar called glucose} is {made|produced|formed} and {oxygen|o2} is {released|given off|let out}",
                "{it|the plant|the leaf} {makes|produces} {sugar|glucose} and {releases|gives off|lets out} {oxygen|o2|oxygen into the air}",
                "{this produces|then you get|that creates} {glucose|sugar} {with oxygen as waste|and oxygen|plus oxygen}",
                "{oxygen|o2} {leaves|goes out of} the plant and the {sugar|glucose} is {stored|kept|used for growing}",
            ],
        ],
        Misconceptions =
        [
            "{plants|they} get {their food|all their food|food} {from the soil|out of the dirt|through the roots|from fertilizer}",
            "{it|the plant} {takes in|breathes in|uses up} oxygen and {releases|gives off|lets out} {carbon dioxide|co2}",
            "the {sun|sunlight} is {the food|what the plant eats|turned into sugar|a kind of food}",
            "{plants only|a plant only|it only} {makes|does make} food at night {in the dark|when it is cold|}",
        ],
        Vague =
        [
            "{plants|they} need {stuff from the air|good conditions|many things|love and care} {to grow|to live|}",
            "the {leaf|plant} {is green|grows bigger|looks healthy}",
            "{plants are important|food is important} {for animals|for us all|to people}",
            "{it happens|this happens} {every day|inside the leaf|in nature|in all plants}",
        ],
    };
}
