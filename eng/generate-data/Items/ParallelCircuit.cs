namespace GwSmm.SampleData;

/// <summary>"Two bulbs are in parallel. Say what happens to the other when one burns out, and why." 0 to 2: any two of three ideas.</summary>
internal static class ParallelCircuit
{
    public static readonly ItemDefinition Item = new()
    {
        Name = "Q4",
        MaxScore = 2,
        Openers = ["if one bulb {burns out|breaks|is broken}", "when {one|the first} bulb {goes out|dies|fails}", "I think {that|}", "in a parallel circuit"],
        Ideas =
        [
            [
                "the other {bulb|one|light} {stays on|keeps shining|is not affected|still works|stays lit}",
                "the {second|other} {bulb|lamp} will {still light|keep working|stay on|go on shining}",
                "{nothing happens to the other|the other one does not change} {bulb|light|}",
            ],
            [
                "{each bulb|every bulb|each one} has its {own|separate} {path|loop|branch} {to the battery|}",
                "{they are|the bulbs are} on {different|separate|two} {paths|loops|branches}",
                "{current|electricity} has {another path|a second path|more than one path|two ways} {to flow|to follow|}",
            ],
            [
                "the {other|second} {circuit|loop|path|branch} is still {closed|complete|connected|whole}",
                "the {current|electricity} {still flows|keeps flowing|can still go} through the other {branch|path|loop}",
                "the {broken|burned out} bulb {opens|breaks} {only its own|just its own|only one} {branch|path|loop}",
            ],
        ],
        Misconceptions =
        [
            "{both|the two} {bulbs|lights} {go out|turn off|are off|stay dark}",
            "the other {bulb|one|light} {goes out|turns off|goes dark|stops working} too",
            "{current|electricity|the current} has {only one path|just one path|a single path} {to flow|to follow|}",
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
