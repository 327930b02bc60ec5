using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>One merge by <see cref="RegMeanMerge"/>: walks all items' responses through the layers and solves each dense layer. Used once.</summary>
internal sealed class RegMeanFit : LayerwiseFit
{
    private readonly RegMeanOptions _options;
    private readonly LayerActivations _activations = new();

    /// <summary>Draws responses and merges the embeddings.</summary>
    /// <param name="input">The models.</param>
    /// <param name="context">Their responses.</param>
    /// <param name="weights">The average of the models, which the result is written into.</param>
    /// <param name="options">The parameters.</param>
    /// <param name="name">The method's name.</param>
    public RegMeanFit(MergeInput input, MergeContext context, EncoderWeights weights, RegMeanOptions options, string name)
        : base(name, input, context, weights, options.MaxResponses, options.WeightEmbeddings) => _options = options;

    protected override void Embed()
    {
        if (Merged.Projection is { } projection)
        {
            var grams = NewGrams(projection);
            EmbedEach(item => (batch, narrow) => grams[item].Add(narrow, batch.TokenCount));
            Solve(grams, projection, model => model.Projection!, "embeddings_project");
        }

        EmbedEach(_ => null);
    }

    protected override void MergeLayer(int number, CancellationToken cancellationToken)
    {
        var target = Merged.Layers[number];
        var (attention, context, wide, narrow) = (NewGrams(target.Query), NewGrams(target.AttentionOutput), NewGrams(target.Intermediate), NewGrams(target.Output));
        ForEachBatch((item, batch) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (walk, rows) = (Walks[item], Walks[item].Batch(batch).TokenCount);
            walk.Run(batch, Models[item].Layers[number], _activations);
            attention[item].Add(walk.States(batch), rows);
            context[item].Add(_activations.Context, rows);
            wide[item].Add(_activations.AttentionOutput, rows);
            narrow[item].Add(_activations.Activated, rows);
            if (!_options.MergedInputs)
            {
                walk.Advance(batch, _activations);
            }
        });
        var prefix = $"encoder.layer.{number}.";
        Solve(attention, target.Query, model => model.Layers[number].Query, prefix + "attention.self.query");
        Solve(attention, target.Key, model => model.Layers[number].Key, prefix + "attention.self.key", prepared: true);
        Solve(attention, target.Value, model => model.Layers[number].Value, prefix + "attention.self.value", prepared: true);
        Solve(context, target.AttentionOutput, model => model.Layers[number].AttentionOutput, prefix + "attention.output.dense");
        Solve(wide, target.Intermediate, model => model.Layers[number].Intermediate, prefix + "intermediate.dense");
        Solve(narrow, target.Output, model => model.Layers[number].Output, prefix + "output.dense");
        if (_options.MergedInputs)
        {
            ForEachBatch((item, batch) =>
            {
                Walks[item].Run(batch, target, _activations);
                Walks[item].Advance(batch, _activations);
            });
        }
    }

    protected override void MergePooler()
    {
        var pooler = Merged.Pooler!;
        var grams = NewGrams(pooler);
        ForEachBatch((item, number) =>
        {
            var (batch, width) = (Walks[item].Batch(number), pooler.Inputs);
            for (var s = 0; s < batch.Count; s++)
            {
                grams[item].Add(Walks[item].States(number).AsSpan(batch.Start(s) * width, width), 1);
            }
        });
        Solve(grams, pooler, model => model.Pooler!, "pooler.dense");
    }

    private GramMatrix[] NewGrams(DenseParameters layer) => NewGrams(layer.Inputs, 0);

    private void Solve(GramMatrix[] grams, DenseParameters target, Func<EncoderParameters, DenseParameters> layerOf, string name, bool prepared = false)
    {
        var order = grams[0].Order;
        var (matrix, right) = (new double[order * order], new double[order * target.Outputs]);
        for (var m = 0; m < grams.Length; m++)
        {
            if (!prepared)
            {
                grams[m].Scale(_options.OffDiagonalScale);
                grams[m].AddRidge(_options.Ridge);
            }

            System.Numerics.Tensors.TensorPrimitives.Add<double>(matrix, grams[m].Values, matrix);
            LinearMap.AddProduct(grams[m], layerOf(Models[m]), right, Context.Threads);
        }

        LinearMap.Solve(matrix, order, right, target, name, Context.Threads);
    }

    private void EmbedEach(Func<int, Action<TokenBatch, float[]>?> atProjection)
    {
        for (var item = 0; item < Walks.Length; item++)
        {
            Walks[item].Embed(_options.MergedInputs ? Merged : Models[item], atProjection(item));
        }
    }
}
