namespace GwSmm.Cli;

/// <summary>One item of <c>metrics.json</c>.</summary>
internal sealed record ItemReport
{
    /// <summary>The item.</summary>
    public required string Item { get; init; }

    /// <summary>Test responses.</summary>
    public required int N { get; init; }

    /// <summary>Training responses.</summary>
    public required int TrainingRows { get; init; }

    /// <summary>The classes, in order.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The items that share its encoder after the merge, itself included.</summary>
    public required IReadOnlyList<string> Group { get; init; }

    /// <summary>Training and test responses that were longer than the limit and cut.</summary>
    public required long TruncatedTexts { get; init; }

    /// <summary>Words of these responses that became the unknown token because of their length.</summary>
    public long OverlongWords { get; init; }

    /// <summary>The epoch that was kept.</summary>
    public required int? BestEpoch { get; init; }

    /// <summary>Bytes of the individual model, saved by ML.NET.</summary>
    public required long IndividualBytes { get; init; }

    /// <summary>The individual model as trained.</summary>
    public required QualityReport Individual { get; init; }

    /// <summary>The individual encoder with a head fitted by penalised logistic regression.</summary>
    public required QualityReport IndividualRefitted { get; init; }

    /// <summary>The merged model, read back from its zip.</summary>
    public required QualityReport Merged { get; init; }
}
