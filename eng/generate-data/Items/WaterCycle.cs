namespace GwSmm.SampleData;

/// <summary>"Describe how a drop of sea water can become rain over land." 0 to 3.</summary>
internal static class WaterCycle
{
    public static readonly ItemDefinition Item = new()
    {
        Name = "Q5",
        MaxScore = 3,
        Openers = ["the water {cycle|goes around}", "{a drop|the drop} {starts|begins} in the {sea|ocean}", "I think {that|}", "it is {called|part of} the water cycle"],
        Ideas =
        [
            [
                "the {sun|heat} {warms|heats} the {sea|water|ocean} and it {evaporates|turns into vapor|becomes water vapor}",
                "{water|the drop} {evaporates|turns into a gas|becomes vapor} {from the surface|from the sea|because of the sun|in the heat}",
                "{evaporation|first evaporation} {happens|lifts the water|takes the water up} {from the ocean|into the air|}",
            ],
            [
                "the {vapor|gas|water vapor} {cools|gets cold} {up high|in the sky|as it rises} and {condenses|forms clouds|turns into droplets}",
                "{condensation|it condenses|the vapor condenses} {makes|into|and forms} {clouds|a cloud|tiny droplets}",
                "{clouds|a cloud} {form|are formed|is made} {when vapor cools|from cold vapor|by condensing vapor}",
            ],
            [
                "the {wind|air} {carries|blows|moves|pushes} the {clouds|cloud} {over land|to the land|inland} and it {rains|falls as rain}",
                "{droplets|the drops} get {too heavy|big and heavy} and {fall|come down} as {rain|precipitation}",
                "then {precipitation|rain} falls {on the mountains|over the land|on the ground}",
            ],
        ],
        Misconceptions =
        [
            "{clouds|the clouds} are made of {smoke|cotton|salt|water vapor you can see}",
            "the {salt|salty water} {goes up|rises|falls down} with {it|the rain|the drop}",
            "{rain|the rain} {comes|falls} when clouds {bump together|crash into each other|sweat|break open}",
            "the sea water {boils|has to boil|reaches 100 degrees} {before it goes up|in the sun|first}",
        ],
        Vague =
        [
            "{water|it} {moves around|goes up and down|travels|is everywhere} {on the earth|in nature|}",
            "{we need|people need|plants need} {water|rain} {to live|to drink|}",
            "the {sea|ocean} is {big|very deep|full of fish|blue}",
            "{it takes|this takes} {a long time|many days|years}",
        ],
    };
}
