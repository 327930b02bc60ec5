namespace Microsoft.ML;

public sealed class PredictionEngine<TSrc, TDst> : PredictionEngineBase<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    internal PredictionEngine(ITransformer transformer, bool ignoreMissingColumns)
        : base(transformer, ignoreMissingColumns)
    {
    }

    public override void Predict(TSrc example, ref TDst prediction)
    {
        prediction ??= new TDst();
        Fill(example, prediction);
    }
}
