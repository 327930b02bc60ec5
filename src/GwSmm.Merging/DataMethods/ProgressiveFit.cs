using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>One merge by <see cref="ProgressiveMerge"/>: walks each item's responses through its own model and through the merged one side by side. Used once.</summary>
internal sealed class ProgressiveFit
{
    private readonly MergeContext _context;
    private readonly ProgressiveOptions _options;
    private readonly EncoderParameters _merged;
    private readonly EncoderParameters[] _models;
    private readonly LayerWalk[] _own;
    private readonly LayerWalk[] _shared;
    private readonly int _layers;
    private readonly LayerActivations _teacher = new();
    private readonly LayerActivations _student = new();

    /// <summary>Draws responses and merges the embeddings.</summary>
    /// <param name="input">The models.</param>
    /// <param name="context">Their responses.</param>
    /// <param name="weights">The average of the models, which the result is written into.</param>
    /// <param name="options">The parameters.</param>
    public ProgressiveFit(MergeInput input, MergeContext context, EncoderWeights weights, ProgressiveOptions options)
    {
        (_context, _options) = (context, options);
        _layers = context.Features.Layer ?? context.Config.LayerCount;
        _merged = new EncoderParameters(context.Config, weights);
        _models = [.. input.Models.Select(model => new EncoderParameters(context.Config, model))];
        int[][][] sequences = [.. input.Items.Select(item => ResponseSample.Draw(context, item, options.MaxResponses))];
        _own = [.. sequences.Select(own => new LayerWalk(context.Config, own, context.Threads))];
        _shared = [.. sequences.Select(own => new LayerWalk(context.Config, own, context.Threads))];
        if (options.WeightEmbeddings)
        {
            EmbeddingCounts.Merge(_merged, _models, sequences);
        }
    }

    /// <summary>Merges every dense layer up to the features.</summary>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    public void Run(CancellationToken cancellationToken)
    {
        Embed();
        for (var layer = 0; layer < _layers; layer++)
        {
            MergeLayer(layer, cancellationToken);
            _context.Progress?.Report(new MergeProgress(MergePhase.Encoders, layer + 1, _layers, $"progressive, layer {layer + 1} solved"));
        }

        if (_context.Features.Pooling == Pooling.Pooler)
        {
            MergePooler();
        }
    }

    private void Embed()
    {
        for (var item = 0; item < _models.Length; item++)
        {
            _own[item].Embed(_models[item]);
        }

        if (_merged.Projection is { } projection)
        {
            var grams = NewGrams(projection.Inputs, projection.Outputs);
            for (var item = 0; item < _models.Length; item++)
            {
                var (own, batch) = (_own[item], 0);
                _shared[item].Embed(_merged, (tokens, narrow) =>
                {
                    var target = own.States(batch++);
                    grams[item].Add(narrow, tokens.TokenCount, (row, y) => Copy(target, row * projection.Outputs, y.Span));
                });
            }

            Solve(grams, [projection], "embeddings_project");
        }

        foreach (var walk in _shared)
        {
            walk.Embed(_merged);
        }
    }

    private void MergeLayer(int number, CancellationToken cancellationToken)
    {
        var (layer, hidden, wide, prefix) = (_merged.Layers[number], _context.Config.HiddenSize, _context.Config.IntermediateSize, $"encoder.layer.{number}.");
        Stage(number, hidden, 3 * hidden, (states, _) => states, (_, row, y) => Copy(_teacher.Projections, row * 3 * hidden, y), [layer.Query, layer.Key, layer.Value], prefix + "attention.self", cancellationToken);
        Stage(number, hidden, hidden, (_, own) => own.Context, (states, row, y) => Residual(_teacher.AttentionSum, states, row, y), [layer.AttentionOutput], prefix + "attention.output.dense", cancellationToken);
        Stage(number, hidden, wide, (_, own) => own.AttentionOutput, (_, row, y) => Copy(_teacher.Intermediate, row * wide, y), [layer.Intermediate], prefix + "intermediate.dense", cancellationToken);
        Stage(number, wide, hidden, (_, own) => own.Activated, (_, row, y) => Residual(_teacher.OutputSum, _student.AttentionOutput, row, y), [layer.Output], prefix + "output.dense", cancellationToken);
        ForEachBatch((item, batch) =>
        {
            Run(item, batch, number);
            _own[item].Advance(batch, _teacher);
            _shared[item].Advance(batch, _student);
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
            var states = _shared[item].States(batch);
            grams[item].Add(inputOf(states, _student), _shared[item].Batch(batch).TokenCount, (row, y) => target(states, row, y.Span));
        });
        Solve(grams, layers, name);
    }

    private void Run(int item, int batch, int number)
    {
        _own[item].Run(batch, _models[item].Layers[number], _teacher);
        _shared[item].Run(batch, _merged.Layers[number], _student);
    }

    private void MergePooler()
    {
        var pooler = _merged.Pooler!;
        var (width, target) = (pooler.Inputs, new float[pooler.Outputs]);
        var grams = NewGrams(width, pooler.Outputs);
        ForEachBatch((item, number) =>
        {
            var batch = _shared[item].Batch(number);
            for (var s = 0; s < batch.Count; s++)
            {
                var first = batch.Start(s) * width;
                DenseLayer.Forward(_models[item].Pooler!, 1, _own[item].States(number)[first..(first + width)], width, target, 0, target.Length, 1);
                grams[item].Add(_shared[item].States(number).AsSpan(first, width), 1, (_, y) => Copy(target, 0, y.Span));
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

            LinearMap.Solve(matrix, order, own, target, name, _context.Threads);
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

    private GramMatrix[] NewGrams(int inputs, int outputs) => [.. _models.Select(_ => new GramMatrix(inputs, outputs, _context.Threads))];

    private void ForEachBatch(Action<int, int> body)
    {
        for (var item = 0; item < _models.Length; item++)
        {
            for (var batch = 0; batch < _shared[item].BatchCount; batch++)
            {
                body(item, batch);
            }
        }
    }
}
