using GwSmm.Encoders;

namespace GwSmm.Cli;

/// <summary>How well an individual model scores its item's test responses.</summary>
/// <param name="Individual">The model as trained.</param>
/// <param name="Refitted">Its encoder with a refitted head.</param>
/// <param name="TruncatedTexts">Test responses that were cut.</param>
/// <param name="OverlongWords">Words of the test responses that became the unknown token because of their length.</param>
internal sealed record IndividualQuality(QualityReport Individual, QualityReport Refitted, long TruncatedTexts, long OverlongWords)
{
    /// <summary>Evaluates one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="refitted">The head refitted to its encoder.</param>
    /// <param name="test">The test responses.</param>
    /// <param name="threads">Threads to use; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IndividualQuality Of(ScoringModel model, ScoringHead refitted, List<ResponseRow> test, int threads, CancellationToken cancellation)
    {
        var encoder = new TextEncoder(model.Config, model.Weights, new TextTokenizer(model.Vocabulary, model.LowerCase), model.Features, threads);
        var features = encoder.Encode([.. test.Select(row => row.Text)], cancellation);
        return new IndividualQuality(Quality(model.Head, features, test), Quality(refitted, features, test), encoder.TruncatedCount, encoder.OverlongWordCount);
    }

    private static QualityReport Quality(ScoringHead head, float[] features, List<ResponseRow> test) =>
        QualityReport.Of(head.Labels, test, HeadPredictor.Classes(head, features).Select(index => head.Labels[index]));
}
