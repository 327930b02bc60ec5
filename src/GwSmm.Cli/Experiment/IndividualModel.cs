using GwSmm.MLNet;

namespace GwSmm.Cli;

/// <summary>The trained model of one item.</summary>
/// <param name="Scorer">The fitted ML.NET stage.</param>
/// <param name="Bytes">Its size when ML.NET saves it.</param>
internal sealed record IndividualModel(TextScorerTransformer Scorer, long Bytes);
