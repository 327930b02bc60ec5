namespace GwSmm.SampleData;

/// <summary>
/// One invented question with what its rubric looks for. Every phrase may hold choices, <c>{a|b|c}</c>, of which one is taken.
/// </summary>
internal sealed record ItemDefinition
{
    /// <summary>The name in the Item column.</summary>
    public required string Name { get; init; }

    /// <summary>The highest score: key ideas present less misconceptions, cut to 0..MaxScore.</summary>
    public required int MaxScore { get; init; }

    /// <summary>How a response may begin; worth nothing.</summary>
    public required string[] Openers { get; init; }

    /// <summary>The three key ideas, each with its phrasings.</summary>
    public required string[][] Ideas { get; init; }

    /// <summary>Wrong statements that use the same words.</summary>
    public required string[] Misconceptions { get; init; }

    /// <summary>On the topic, too vague to count.</summary>
    public required string[] Vague { get; init; }
}
