using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>One merge by <see cref="ProgressiveMerge"/>: walks each item's responses through its own model and through the merged one side by side. Used once.</summary>
internal sealed class ProgressiveFit : LayerwiseFit
{
    private readonly ProgressiveOptions _options;
    private readonly LayerWalk[] _own;
    private readonly LayerActivations _teacher = new();
    private readonly LayerActivations _student = new();

    /// <summary>Draws responses and merges the embeddings.</summary>
    /// <param name="input">The models.</param>
    /// <param name="context">Their responses.</param>
    /// <param name="weights">The average of the models, which the result is written into.</param>
    /// <param name="options">The parameters.</param>
    /// <param name="name">The method's name.</param>
    public ProgressiveFit(MergeInput input, MergeContext context, EncoderWeights weights, ProgressiveOptions options, string name)
        : base(name, input, context, weights, options.MaxResponses, options.WeightEmbeddings)
    {
        _options = options;
        _own = NewWalks();
    }

    protected override void Embed()
    {
        for (var item = 0; item < Models.Length; item++)
        {
            _own[item].Embed(Models[item]);
        }

        if (Merged.Projection is { } projection)
        {
            var grams = NewGrams(projection.Inputs, projection.Outputs);
            for (var item = 0; item < Models.Length; item++)
            {
                var (own, batch) = (_own[item], 0);
                Walks[item].Embed(Merged, (tokens, narrow) =>
                {
                    var target = own.States(batch++);
                    grams[item].Add(narrow, tokens.TokenCount, (row, y) => Copy(target, row * projection.Outputs, y.Span));
                });
            }

            Solve(grams, [projection], "embeddings_project");
        }

        foreach (var walk in Walks)
        {
            walk.Embed(Merged);
        }
    }

    protected override void MergeLayer(int number, CancellationToken cancellationToken)
    {
        var (layer, hidden, wide, prefix) = (Merged.Layers[number], Context.Config.HiddenSize, Context.Config.IntermediateSize, $"encoder.layer.{number}.");
        Stage(number, hidden, 3 * hidden, (states, _) => states, (_, row, y) => Copy(_teacher.Projections, row * 3 * hidden, y), [layer.Query, layer.Key, layer.Value], prefix + "attention.self", cancellationToken);
        Stage(number, hidden, hidden, (_, own) => own.Context, (states, row, y) => Residual(_teacher.AttentionSum, states, row, y), [layer.AttentionOutput], prefix + "attention.output.dense", cancellationToken);
        Stage(number, hidden, wide, (_, own) => own.AttentionOutput, (_, row, y) => Copy(_teacher.Intermediate, row * wide, y), [layer.Intermediate], prefix + "intermediate.dense", cancellationToken);
        Stage(number, wide, hidden, (_, own) => own.Activated, (_, row, y) => Residual(_teacher.OutputSum, _student.AttentionOutput, row, y), [layer.Output], prefix + "output.dense", cancellationToken);
        ForEachBatch((item, batch) =>
        {
            Run(item, batch, number);
            _own[item].Advance(batch, _teacher);
            Walks[item].Advance(batch, _student);
        });
    }

    private void Stage(
        int number, int inputs, int outputs, Func<float[], LayerActivations, float[]> inputOf, Action<float[], int, Span<double>> target,
        DenseParameters[] layers, string name, CancellationToken cancellationToken)
    {
        var grams = NewGrams(inputs, outputs);
        ForEachBatch((item, batch) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(item, batch, number);
            var states = Walks[item].States(batch);
            grams[item].Add(inputOf(states, _student), Walks[item].Batch(batch).TokenCount, (row, y) => target(states, row, y.Span));
        });
        Solve(grams, layers, name);
    }

    private void Run(int item, int batch, int number)
    {
        _own[item].Run(batch, Models[item].Layers[number], _teacher);
        Walks[item].Run(batch, Merged.Layers[number], _student);
    }

    protected override void MergePooler()
    {
        var pooler = Merged.Pooler!;
        var (width, target) = (pooler.Inputs, new float[pooler.Outputs]);
        var grams = NewGrams(width, pooler.Outputs);
        ForEachBatch((item, number) =>
        {
            var batch = Walks[item].Batch(number);
            for (var s = 0; s < batch.Count; s++)
            {
                var first = batch.Start(s) * width;
                DenseLayer.Forward(Models[item].Pooler!, 1, _own[item].States(number)[first..(first + width)], width, target, 0, target.Length, 1);
                grams[item].Add(Walks[item].States(number).AsSpan(first, width), 1, (_, y) => Copy(target, 0, y.Span));
            }
        });
        Solve(grams, [pooler], "pooler.dense");
    }

    // Dense layers side by side have their outputs one after the other.
    private void Solve(GramMatrix[] grams, DenseParameters[] targets, string name)
    {
        var (order, outputs) = (grams[0].Order, grams[0].Outputs);
        var (matrix, right) = (new double[order * order], new double[order * outputs]);
        foreach (var gram in grams)
        {
            gram.Scale(1);
            System.Numerics.Tensors.TensorPrimitives.Add<double>(matrix, gram.Values, matrix);
            System.Numerics.Tensors.TensorPrimitives.Add<double>(right, gram.Cross, right);
        }

        var ridge = _options.Ridge * grams.Sum(gram => gram.MeanDiagonal());
        for (var i = 0; i < order; i++)
        {
            matrix[(i * order) + i] += ridge;
        }

        var first = 0;
        foreach (var target in targets)
        {
            var own = new double[order * target.Outputs];
            for (var i = 0; i < order; i++)
            {
                for (var o = 0; o < target.Outputs; o++)
                {
                    own[(i * target.Outputs) + o] = right[(i * outputs) + first + o] + (ridge * (i < target.Inputs ? target.Weight[(o * target.Inputs) + i] : target.Bias[o]));
                }
            }

            LinearMap.Solve(matrix, order, own, target, name, Context.Threads);
            first += target.Outputs;
        }
    }

    private static void Copy(float[] values, int start, Span<double> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = values[start + i];
        }
    }

    private static void Residual(float[] sum, float[] residual, int row, Span<double> y)
    {
        var start = row * y.Length;
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = (double)sum[start + i] - residual[start + i];
        }
    }
}
