namespace GwSmm.SampleData;

/// <summary>"Explain how living cells get energy from food." 0 to 3. Much like <see cref="Photosynthesis"/>, the other way round.</summary>
internal static class Respiration
{
    public static readonly ItemDefinition Item = new()
    {
        Name = "Q2",
        MaxScore = 3,
        Openers = ["{cells|living cells|the cells} get energy {from food|by respiration}", "{it is called|this is} {cellular|} respiration", "I think {that|}", "respiration is {a process|what cells do|how it happens}"],
        Ideas =
        [
            [
                "{cells|they|the mitochondria} {use|take in|break down|burn} {glucose|sugar|sugar from food} {with oxygen|together with oxygen|and oxygen}",
                "{glucose|sugar} {reacts|is combined|is burned|joins} with {oxygen|o2|oxygen from the air}",
                "{oxygen|o2} and {glucose|sugar} are {the raw materials|needed|what goes in|used up}",
                "the {blood|body} {brings|carries} {oxygen|o2} and {sugar|glucose} to the cell",
            ],
            [
                "{energy|usable energy|atp} is {released|set free|made available} {for the cell|for movement and growth|for the body|}",
                "{this releases|that gives|then they get} {energy|atp} {that the cell can use|for moving|to stay alive|}",
                "the cell {stores|captures} the {energy|released energy} {as atp|in atp}",
                "{atp|energy in the form of atp} is {made|produced} {for work|to power the cell|}",
            ],
            [
                "{carbon dioxide|co2} and water are {given off|released|the waste|left over|produced}",
                "the {waste|waste products|leftovers} are {carbon dioxide|co2} and {water|h2o}",
                "{it|the cell} {gives off|lets out|gets rid of} {carbon dioxide|co2} {and water|which we breathe out|with some water}",
                "we {breathe out|exhale} the {carbon dioxide|co2} {that is made|it makes|from the cells}",
            ],
        ],
        Misconceptions =
        [
            "respiration is {only breathing|the same as breathing|just moving air in and out of the lungs}",
            "{it|the cell} {takes in|uses} carbon dioxide and {releases|gives off} {oxygen|o2}",
            "{plants do not|only animals|plants never} {respire|do respiration|have respiration}",
            "{energy is created|the cell creates energy|it makes energy} {out of nothing|from the sun|from light}",
        ],
        Vague =
        [
            "{cells|living things|animals} need {energy|food} {to live|every day|for everything|}",
            "{food is important|eating is important} {for the body|for health|to people}",
            "{it happens|this happens} {in the body|inside the cell|all the time|in all living things}",
            "the {body|cell} {is alive|grows bigger|works hard}",
        ],
    };
}
