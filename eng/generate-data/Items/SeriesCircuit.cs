namespace GwSmm.SampleData;

/// <summary>"Two bulbs are in series. Say what happens to the other when one burns out, and why." 0 to 2: any two of three ideas.</summary>
internal static class SeriesCircuit
{
    public static readonly ItemDefinition Item = new()
    {
        Name = "Q3",
        MaxScore = 2,
        Openers = ["if one bulb {burns out|breaks|is broken}", "when {one|the first} bulb {goes out|dies|fails}", "I think {that|}", "in a series circuit"],
        Ideas =
        [
            [
                "the other {bulb|one|light} {goes out|turns off|goes dark|stops working|does not light} too",
                "{both|the two} {bulbs|lights} {go out|turn off|are off|stay dark}",
                "the {second|other} {bulb|lamp} will {not light|go dark|turn off|go out} {as well|too|}",
            ],
            [
                "{the circuit|the loop|the path} is {broken|open|not complete|interrupted|incomplete}",
                "there is {a gap|a break|an opening} in the {circuit|loop|path}",
                "the {broken|burned out} bulb {opens|breaks|makes a gap in} the {circuit|path|loop}",
            ],
            [
                "{current|electricity|the current} has {only one path|just one path|a single path|one way} {to flow|to follow|}",
                "{they are|the bulbs are} on the {same|one} {path|loop|wire} {so no current flows|and the current stops|}",
                "no {current|electricity} can {flow|get past|go around} {in a single loop|in the only path|when the only path is cut}",
            ],
        ],
        Misconceptions =
        [
            "the other {bulb|one|light} {stays on|keeps shining|is not affected|still works}",
            "the other {bulb|one|light} gets {brighter|all the power|more current} {now|}",
            "{each bulb|every bulb} has its {own|separate} {path|loop} {to the battery|}",
            "the {battery|power} is {used up|empty|drained} by the {first|broken} bulb",
        ],
        Vague =
        [
            "{something happens|it changes} {to the circuit|to the light|in the wires|}",
            "the {bulbs|wires} are {connected|hooked up|made of metal} {to a battery|}",
            "you {need|have to buy} a new {bulb|one|light}",
            "{electricity|the battery} {is dangerous|has two ends|is important}",
        ],
    };
}
