namespace GwSmm.SampleData;

/// <summary>"In the story, why does Mara keep the old lighthouse lit?" 0 to 2: any two of three reasons. Reading, unlike the others.</summary>
internal static class Lighthouse
{
    public static readonly ItemDefinition Item = new()
    {
        Name = "Q6",
        MaxScore = 2,
        Openers = ["{mara|Mara} keeps {the lamp|it} lit", "in the story", "I {think|believe} {that|}", "the author {says|shows} {that|}"],
        Ideas =
        [
            [
                "she {promised|gave her word to|swore to|made a promise to} her {father|dad} {before he died|to keep it burning|}",
                "her {father|dad} {asked her|made her promise|told her on his last day} to {keep the lamp lit|take care of it|look after the light}",
                "it was the {last wish|dying wish} of her {father|dad}",
            ],
            [
                "the {fishermen|boats|sailors|fishing boats} {need it|depend on it|could hit the rocks|would be lost} {at night|in the fog|without the lamp|}",
                "she wants to {save|protect|guide|help} the {sailors|boats|fishermen} {from the rocks|in storms|in the fog|}",
                "without {the lamp|it} {ships|boats} {would crash|could sink|might wreck} {on the rocks|in a storm|}",
            ],
            [
                "she {hopes|is waiting|still believes} {that|} her {brother|lost brother} {will come home|will return|may see it}",
                "her {brother|brother Tom} is {missing at sea|lost at sea|still out there} and {might see it|the light could bring him back|she hopes to see him}",
                "the light is {a sign|a signal} for her {brother|missing brother} {to find the way home|to come back|}",
            ],
        ],
        Misconceptions =
        [
            "the {mayor|town} {pays|paid} her {a lot of money|well|gold} {for it|to do it|}",
            "she is {afraid|scared} of the {dark|ghosts|storm}",
            "she {wants|hopes} to {become famous|sell the lighthouse|get rich|win a prize}",
            "her {mother|grandmother} {forces her|makes her stay|locked her in}",
        ],
        Vague =
        [
            "{she|Mara} {is a nice person|likes the sea|lives alone|is brave}",
            "the {lighthouse|tower} is {old|tall|very bright|by the sea}",
            "it is {important|special|her job|a tradition} {to her|for her|}",
            "the story is {sad|good|about a girl|about a lighthouse}",
        ],
    };
}
