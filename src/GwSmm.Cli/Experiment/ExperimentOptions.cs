using GwSmm.Encoders;
using GwSmm.Merging;

namespace GwSmm.Cli;

/// <summary>What <c>gwsmm run</c> was asked to do.</summary>
internal sealed record ExperimentOptions
{
    /// <summary>The <see cref="Merge"/> that chooses by held-out responses.</summary>
    public const string AutomaticMerge = "auto";

    /// <summary>The file to train on.</summary>
    public required string TrainFile { get; init; }

    /// <summary>The file to evaluate on.</summary>
    public required string TestFile { get; init; }

    /// <summary>The columns of the training file.</summary>
    public required ResponseColumns TrainColumns { get; init; }

    /// <summary>The columns of the test file.</summary>
    public required ResponseColumns TestColumns { get; init; }

    /// <summary>tiny, mini, small, or a Hugging Face directory.</summary>
    public required string Base { get; init; }

    /// <summary>A vocab.txt for a base without one; null makes one from the training responses.</summary>
    public string? VocabularyFile { get; init; }

    /// <summary>How items are grouped.</summary>
    public required GroupingRule Grouping { get; init; }

    /// <summary>A plan written by a person, instead of <see cref="Grouping"/>.</summary>
    public string? PlanFile { get; init; }

    /// <summary>One of <see cref="MergeMethods.Names"/>, or <see cref="AutomaticMerge"/>.</summary>
    public required string Merge { get; init; }

    /// <summary>What an automatic merge may lose and store; null where <see cref="Merge"/> says what to do.</summary>
    public AutoMergeOptions? Automatic { get; init; }

    /// <summary>Seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Threads to use; the results do not depend on it.</summary>
    public required int Threads { get; init; }

    /// <summary>The folder for the results.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>A folder that keeps trained models between runs; null for none.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Changes to the training defaults of the base.</summary>
    public required Func<TrainingOptions, TrainingOptions> Training { get; init; }
}
