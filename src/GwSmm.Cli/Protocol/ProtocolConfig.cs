using System.Text.Json;
using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>What <c>gwsmm experiment</c> was asked to do; see docs/experiments.md.</summary>
internal sealed record ProtocolConfig
{
    /// <summary>The configuration as it stands in the file.</summary>
    public required JsonElement Json { get; init; }

    /// <summary>The file to train on.</summary>
    public required string TrainFile { get; init; }

    /// <summary>The file of the final table.</summary>
    public required string TestFile { get; init; }

    /// <summary>The columns of the training file.</summary>
    public required ResponseColumns TrainColumns { get; init; }

    /// <summary>The columns of the test file.</summary>
    public required ResponseColumns TestColumns { get; init; }

    /// <summary>tiny, mini, small, or a Hugging Face directory.</summary>
    public required string Base { get; init; }

    /// <summary>A vocab.txt for a base without one; null makes one from the training responses.</summary>
    public string? VocabularyFile { get; init; }

    /// <summary>The seeds; each is a run of its own.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    /// <summary>The share of training responses that is held out for whatever chooses, in [0, 0.5].</summary>
    public required double Validation { get; init; }

    /// <summary>Changes to the training defaults of the base.</summary>
    public required Func<TrainingOptions, TrainingOptions> Training { get; init; }

    /// <summary>The methods.</summary>
    public required IReadOnlyList<IExperimentMethod> Methods { get; init; }

    /// <summary>The plans.</summary>
    public required IReadOnlyList<PlanConfig> Plans { get; init; }

    /// <summary>The folder of trained models; null for one in the output folder.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Threads to use; null for all processors.</summary>
    public int? Threads { get; init; }
}
