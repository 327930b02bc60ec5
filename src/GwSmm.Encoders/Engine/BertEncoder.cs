using System.Collections.Concurrent;
using GwSmm.Numerics;

namespace GwSmm.Encoders;

/// <summary>
/// Inference with a BERT encoder on token numbers. Sequences are laid end to end, so no time goes into padding; layers above the
/// requested one are not computed. Thread-safe; work space is kept and reused. The features of a sequence depend neither on the
/// other sequences of the call nor on the number of threads.
/// </summary>
public sealed class BertEncoder
{
    /// <summary>Large enough to read weights seldom, small enough for the caches and for an even share of work.</summary>
    private const int MostTokensPerBatch = 512;

    /// <summary>Fewer tokens than this read the weights too often.</summary>
    private const int LeastTokensPerBatch = 128;

    /// <summary>Batches that a thread gets of a call that is not large.</summary>
    private const int BatchesPerThread = 3;

    private readonly EncoderParameters _parameters;
    private readonly InferenceLayer[] _layers;
    private readonly Func<int, InferenceLayer> _layerOf;
    private readonly int _threads;
    private readonly ConcurrentBag<Workspace> _workspaces;
    private readonly ConcurrentBag<EncodingCall> _calls;
    private readonly EncoderPrecision _precision;

    // In bytes without the layers, whose matrices may go.
    private readonly EncoderWeights _weights;
    private readonly ItemTensors? _item;

    /// <summary>Creates an encoder over weights.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="weights">Its weights; read, not copied, so they must not change meanwhile.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <param name="precision">What dense layers are computed in; bytes are made here, and the layers' matrices are not looked at again.</param>
    /// <exception cref="ArgumentException">The weights do not fit the architecture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread or no such precision.</exception>
    public BertEncoder(EncoderConfig config, EncoderWeights weights, int threads = 1, EncoderPrecision precision = EncoderPrecision.Float32)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (!Enum.IsDefined(precision))
        {
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "There is no such precision.");
        }

        var parameters = EncoderParameters.ForInference(config, weights);
        _layers = [.. parameters.Layers.Select(layer => new InferenceLayer(layer, precision))];
        _parameters = parameters.WithoutLayers();
        _precision = precision;
        _weights = precision == EncoderPrecision.Float32 ? weights : EncoderParameters.WithoutLayers(weights);
        _layerOf = layer => _layers[layer];
        _threads = threads;
        _workspaces = [];
        _calls = [];
    }

    private BertEncoder(BertEncoder shared, EncoderDelta delta, EncoderWeights weights)
    {
        _precision = shared._precision;
        _weights = shared._weights;
        _parameters = shared._parameters;
        _threads = shared._threads;
        _workspaces = shared._workspaces;
        _calls = shared._calls;
        _item = new ItemTensors(weights, delta);
        _layers = shared._layers;
        _layerOf = shared._layerOf;
        if (_precision == EncoderPrecision.Int8)
        {
            var own = OwnLayers(weights);
            _layerOf = layer => own[layer] ?? _layers[layer];
        }
    }

    /// <summary>The architecture.</summary>
    public EncoderConfig Config => _parameters.Config;

    /// <summary>
    /// Makes the encoder of an item that adds a delta to the weights that this one was created over; a delta that this encoder has already is not
    /// kept. Weights and work space are shared: matrices are summed one layer at a time while encoding.
    /// </summary>
    /// <param name="delta">The item's delta.</param>
    /// <returns>A thread-safe encoder.</returns>
    /// <exception cref="ArgumentException">The delta does not fit.</exception>
    /// <exception cref="GwSmmException">This encoder computes in bytes; <see cref="WithDelta(EncoderDelta, EncoderWeights)"/> takes what it lacks.</exception>
    public BertEncoder WithDelta(EncoderDelta delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        return _precision == EncoderPrecision.Float32
            ? new BertEncoder(this, delta, _weights)
            : throw new GwSmmException("An encoder in bytes cannot take an item's delta alone: the matrices that it would be added to are gone. Give the weights too, or make the encoder in single precision.");
    }

    /// <summary>
    /// The same at any precision. In bytes, layers that the delta changes are made anew, of the sum, one at a time; other layers, the embeddings and
    /// the work space are shared, and the embeddings' deltas are added while encoding.
    /// </summary>
    /// <param name="delta">The item's delta.</param>
    /// <param name="weights">What this encoder was created over; not kept.</param>
    /// <returns>A thread-safe encoder.</returns>
    /// <exception cref="ArgumentException">The delta does not fit, or the weights are others.</exception>
    public BertEncoder WithDelta(EncoderDelta delta, EncoderWeights weights)
    {
        ArgumentNullException.ThrowIfNull(delta);
        ArgumentNullException.ThrowIfNull(weights);
        return _weights.Tensors.All(tensor => weights.TryGet(tensor.Name, out var same) && ReferenceEquals(tensor, same))
            ? new BertEncoder(this, delta, weights)
            : throw new ArgumentException("The encoder was created over other weights.", nameof(weights));
    }

    /// <summary>Computes one feature vector per sequence.</summary>
    /// <param name="sequences">Token numbers, special tokens included; each sequence has 1 to <see cref="EncoderConfig.MaxPositions"/> of them.</param>
    /// <param name="features">Which vector.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <returns>[sequences, hidden], row-major, in the order of the input.</returns>
    /// <exception cref="ArgumentException">A sequence is empty or too long, or a token number is outside the vocabulary.</exception>
    /// <exception cref="GwSmmException">The encoder has no such layer or no pooler.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public float[] Encode(IReadOnlyList<int[]> sequences, FeatureOptions features, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        var call = BeginCall();
        call.Sequences.Load(sequences);
        return Encode(call, features, cancellationToken);
    }

    /// <summary>Gives a call whose sequences are to be filled in.</summary>
    internal EncodingCall BeginCall() => _calls.TryTake(out var kept) ? kept : new EncodingCall();

    /// <summary>See <see cref="Encode(IReadOnlyList{int[]}, FeatureOptions, CancellationToken)"/>.</summary>
    /// <param name="call">That of <see cref="BeginCall"/>; not to be used afterwards.</param>
    /// <param name="features">Which vector.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    internal float[] Encode(EncodingCall call, FeatureOptions features, CancellationToken cancellationToken)
    {
        var layers = FeatureCheck.LayerCount(Config, features);
        var total = CheckTokens(call.Sequences);
        call.Cut((int)Math.Clamp(total / (BatchesPerThread * _threads), LeastTokensPerBatch, MostTokensPerBatch), PanelKernels.Best.Width);
        var result = new float[call.Sequences.Count * Config.HiddenSize];
        var batches = call.BatchCount;

        // Many batches: one thread each. A single one: threads inside its matrix products.
        var inner = batches >= _threads ? 1 : _threads;
        Threads.For(batches, inner == 1 ? _threads : 1, i =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var workspace = _workspaces.TryTake(out var kept) ? kept : new Workspace();
            workspace.Run(this, layers, features.Pooling, call.Sequences, call.Batch(i), result, inner);
            _workspaces.Add(workspace);
        });
        _calls.Add(call);

        // Spans of a mapped file do not hold it.
        GC.KeepAlive(this);
        return result;
    }

    // Null where the shared layer will do.
    private InferenceLayer?[] OwnLayers(EncoderWeights weights)
    {
        var source = new DeltaSource(weights, _item!, new DeltaBuffers(), _threads);
        var own = new InferenceLayer?[_layers.Length];
        for (var layer = 0; layer < own.Length; layer++)
        {
            own[layer] = _item!.ChangesLayer(layer) ? new InferenceLayer(new LayerParameters(source, layer, whole: true), EncoderPrecision.Int8) : null;
        }

        return own;
    }

    private long CheckTokens(TokenSequences sequences)
    {
        var total = 0L;
        for (var i = 0; i < sequences.Count; i++)
        {
            var sequence = sequences[i];
            if (sequence.Length == 0 || sequence.Length > Config.MaxPositions)
            {
                throw new ArgumentException($"Sequence {i} has {sequence.Length} tokens; the encoder takes 1 to {Config.MaxPositions}.", nameof(sequences));
            }

            foreach (var id in sequence)
            {
                if ((uint)id >= (uint)Config.VocabularySize)
                {
                    throw new ArgumentException($"Sequence {i} has the token number {id}; the encoder knows 0 to {Config.VocabularySize - 1}.", nameof(sequences));
                }
            }

            total += sequence.Length;
        }

        return total;
    }

    private sealed class Workspace
    {
        private readonly TokenBatch _batch = new();
        private readonly InferencePass _pass = new();
        private readonly DeltaBuffers _buffers = new();
        private float[] _features = [];

        public void Run(
            BertEncoder encoder, int layers, Pooling pooling, TokenSequences sequences, ReadOnlySpan<int> order, float[] result, int threads)
        {
            _batch.Load(sequences, order);
            var (parameters, layerOf) = (encoder._parameters, encoder._layerOf);
            if (encoder._item is { } item)
            {
                (parameters, layerOf) = WithDelta(encoder, item, pooling, threads);
            }

            var states = _pass.Forward(parameters, layers, layerOf, _batch, threads);
            var hidden = parameters.Config.HiddenSize;
            Buffers.Ensure(ref _features, order.Length * hidden);
            FeaturePooling.Forward(parameters, pooling, _batch, states, _features);
            for (var i = 0; i < order.Length; i++)
            {
                _features.AsSpan(i * hidden, hidden).CopyTo(result.AsSpan(order[i] * hidden));
            }
        }

        private (EncoderParameters Parameters, Func<int, InferenceLayer> LayerOf) WithDelta(BertEncoder encoder, ItemTensors item, Pooling pooling, int threads)
        {
            var source = new DeltaSource(encoder._weights, item, _buffers, threads);
            var parameters = new EncoderParameters(encoder._parameters, item, source, _batch.Longest, pooling == Pooling.Pooler);
            return (parameters, encoder._precision == EncoderPrecision.Int8 ? encoder._layerOf : layer => new InferenceLayer(parameters.Layer(layer), EncoderPrecision.Float32));
        }
    }
}
