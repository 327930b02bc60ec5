using GwSmm.Encoders;

namespace GwSmm.Merging;

/// <summary>One merge by <see cref="RegMeanMerge"/>: walks all items' responses through the layers and solves each dense layer. Used once.</summary>
internal sealed class RegMeanFit
{
    private readonly MergeContext _context;
    private readonly RegMeanOptions _options;
    private readonly string _name;
    private readonly EncoderParameters _merged;
    private readonly EncoderParameters[] _models;
    private readonly LayerWalk[] _walks;
    private readonly int _layers;
    private readonly LayerActivations _activations = new();

    /// <summary>Draws responses and merges the embeddings.</summary>
    /// <param name="input">The models.</param>
    /// <param name="context">Their responses.</param>
    /// <param name="weights">The average of the models, which the result is written into.</param>
    /// <param name="options">The parameters.</param>
    /// <param name="name">The method's name.</param>
    public RegMeanFit(MergeInput input, MergeContext context, EncoderWeights weights, RegMeanOptions options, string name)
    {
        (_context, _options, _name) = (context, options, name);
        _layers = context.Features.Layer ?? context.Config.LayerCount;
        _merged = new EncoderParameters(context.Config, weights);
        _models = [.. input.Models.Select(model => new EncoderParameters(context.Config, model))];
        int[][][] sequences = [.. input.Items.Select(item => ResponseSample.Draw(context, item, options.MaxResponses))];
        _walks = [.. sequences.Select(own => new LayerWalk(context.Config, own, context.Threads))];
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
            _context.Progress?.Report(new MergeProgress(MergePhase.Encoders, layer + 1, _layers, $"{_name}, layer {layer + 1} solved"));
        }

        if (_context.Features.Pooling == Pooling.Pooler)
        {
            MergePooler();
        }
    }

    private void Embed()
    {
        if (_merged.Projection is { } projection)
        {
            var grams = NewGrams(projection);
            ForEachItem(item => _walks[item].Embed(Source(item), (batch, narrow) => grams[item].Add(narrow, batch.TokenCount)));
            Solve(grams, projection, model => model.Projection!, "embeddings_project");
        }

        ForEachItem(item => _walks[item].Embed(Source(item)));
    }

    private void MergeLayer(int number, CancellationToken cancellationToken)
    {
        var target = _merged.Layers[number];
        var (attention, context, wide, narrow) = (NewGrams(target.Query), NewGrams(target.AttentionOutput), NewGrams(target.Intermediate), NewGrams(target.Output));
        ForEachBatch((item, batch) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (walk, rows) = (_walks[item], _walks[item].Batch(batch).TokenCount);
            walk.Run(batch, _models[item].Layers[number], _activations);
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
                _walks[item].Run(batch, target, _activations);
                _walks[item].Advance(batch, _activations);
            });
        }
    }

    private void MergePooler()
    {
        var pooler = _merged.Pooler!;
        var grams = NewGrams(pooler);
        ForEachBatch((item, number) =>
        {
            var (batch, width) = (_walks[item].Batch(number), pooler.Inputs);
            for (var s = 0; s < batch.Count; s++)
            {
                grams[item].Add(_walks[item].States(number).AsSpan(batch.Start(s) * width, width), 1);
            }
        });
        Solve(grams, pooler, model => model.Pooler!, "pooler.dense");
    }

    private EncoderParameters Source(int item) => _options.MergedInputs ? _merged : _models[item];

    private GramMatrix[] NewGrams(DenseParameters layer) => [.. _walks.Select(_ => new GramMatrix(layer.Inputs, 0, _context.Threads))];

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
            LinearMap.AddProduct(grams[m], layerOf(_models[m]), right, _context.Threads);
        }

        LinearMap.Solve(matrix, order, right, target, name, _context.Threads);
    }

    private void ForEachItem(Action<int> body)
    {
        for (var item = 0; item < _walks.Length; item++)
        {
            body(item);
        }
    }

    private void ForEachBatch(Action<int, int> body) => ForEachItem(item =>
    {
        for (var batch = 0; batch < _walks[item].BatchCount; batch++)
        {
            body(item, batch);
        }
    });
}
