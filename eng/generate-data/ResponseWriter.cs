namespace GwSmm.SampleData;

/// <summary>Writes one response: some key ideas, perhaps a misconception, vague remarks, in the style of one student.</summary>
internal sealed class ResponseWriter(ItemDefinition item, SplitMix random)
{
    private static readonly string[] OffTopic =
    [
        "i {dont know|do not know|have no idea|forgot} {|sorry|what this is about|the answer to this one}",
        "we {did not do|never did|havent had} this in {class|school} {yet|this year|}",
        "I was {sick|away|not here} {that day|last week|when we learned this}",
        "{my favorite|the best} {sport is soccer|food is pizza|game is on my phone|animal is my dog}",
        "this {question|test} is {too hard|boring|way too long|confusing} {for me|and I am tired|}",
        "{ask|you should ask} {my teacher|someone else|my friend} {about it|}",
        "I {like|love} {science|lunch|summer vacation|reading} {a lot|because it is fun|}",
    ];

    private static readonly string[] Links = [". ", ". ", ". ", ", and ", " and ", ", also ", ". Also ", ". Then ", " because ", ", so "];

    /// <summary>Writes the next response.</summary>
    public SampleResponse Next()
    {
        var ideas = new bool[item.Ideas.Length];
        if (random.Chance(6))
        {
            return Finish([Phrase.Expand(random.Pick(OffTopic), random)], ideas, misconception: false);
        }

        var clauses = new List<string>();
        var order = Enumerable.Range(0, ideas.Length).ToList();
        random.Shuffle(order);
        foreach (var idea in order.Take(random.Next(ideas.Length + 1)))
        {
            ideas[idea] = true;
            clauses.Add(Phrase.Expand(random.Pick(item.Ideas[idea]), random));
        }

        var misconception = random.Chance(clauses.Count == 0 ? 45 : 22);
        if (misconception)
        {
            clauses.Add(Phrase.Expand(random.Pick(item.Misconceptions), random));
        }

        if (clauses.Count == 0 || random.Chance(40))
        {
            clauses.Add(Phrase.Expand(random.Pick(item.Vague), random));
        }

        random.Shuffle(clauses);
        if (random.Chance(35))
        {
            clauses.Insert(0, Phrase.Expand(random.Pick(item.Openers), random));
        }

        return Finish(clauses, ideas, misconception);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private SampleResponse Finish(List<string> clauses, bool[] ideas, bool misconception)
    {
        var text = clauses[0];
        foreach (var clause in clauses.Skip(1))
        {
            var link = random.Pick(Links);
            text += link + (link.EndsWith(". ", StringComparison.Ordinal) ? Capital(clause) : clause);
        }

        var careless = random.Next(3);
        text = Spelling.Damage(text, careless * 5, random);
        text = careless == 2 ? text.Replace(". ", random.Chance(50) ? " " : ". ", StringComparison.Ordinal) : Capital(text) + ".";
        return new SampleResponse(item.Name, text, SampleResponse.ScoreOf(ideas, misconception, item.MaxScore), ideas, misconception);
    }
}
